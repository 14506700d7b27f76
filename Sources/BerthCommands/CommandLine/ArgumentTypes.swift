public import ArgumentParser
public import BerthImages
public import BerthLoader
public import BerthModel
public import TerminalUI

/// `--ansi` is read as the mode that it names.
extension ANSIMode: ExpressibleByArgument {}

/// `--format` of `save` is read as the form that it names.
extension ArchiveFormat: ExpressibleByArgument {}

/// `--format` of `config` is read as the format that it names.
extension ConfigFormat: ExpressibleByArgument {}

/// `--status` is read as the state that it names.
extension ContainerStatus.State: ExpressibleByArgument {}

/// `--platform` of `pull` is read as the platform that it names.
extension Platform: ExpressibleByArgument {
    /// Reads `os[/arch[/variant]]`.
    public init?(argument: String) { self.init(argument) }
}
