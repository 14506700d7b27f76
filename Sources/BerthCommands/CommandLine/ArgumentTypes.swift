public import ArgumentParser
public import BerthModel
public import TerminalUI

/// `--ansi` is read as the mode that it names.
extension ANSIMode: ExpressibleByArgument {}

/// `--status` is read as the state that it names.
extension ContainerStatus.State: ExpressibleByArgument {}
