internal import BerthModel
internal import LinuxSystem

/// A config or a secret as a service wants it.
struct ProvidedFile {
    /// What it is called in messages.
    enum Kind: String { case config, secret }

    let kind: Kind
    /// Where the container has it, and whose it is there.
    let reference: FileReference
    /// Where it comes from; nil when the project does not define it any more.
    let file: ProjectFile?

    /// Everything that a service's containers are given, configs first.
    static func all(of service: Service, in project: Project) -> [ProvidedFile] {
        let configs = service.configs.map { use in
            ProvidedFile(kind: .config, reference: use, file: project.configs.first { $0.key == use.source })
        }
        let secrets = service.secrets.map { use in
            ProvidedFile(kind: .secret, reference: use, file: project.secrets.first { $0.key == use.source })
        }
        return configs + secrets
    }

    /// Its name in messages: `secret "key"`.
    var name: String { "\(kind) \"\(reference.source)\"" }

    /// Where it is defined, or used.
    var location: Location? { file?.location ?? reference.location }

    /// True when the service says whose the file is or who may read it.
    var hasAttributes: Bool { reference.user != nil || reference.group != nil || reference.mode != nil }

    /// The directory of the host that it is; nil for anything else.
    func hostDirectory() throws -> String? {
        guard case .file(let path) = file?.source, try fileStatus(path)?.kind == .directory else {
            return nil
        }
        return path
    }

    /// Writes the file with its owner and mode.
    ///
    /// A file of the host keeps its own, which people have set to what the container needs, unless the service
    /// says any of it; what is not said is 0, 0 and 0444.
    func write(to path: String) throws {
        let content = try content()
        let descriptor = try OwnedDescriptor.writing(path, mode: 0o600)
        try descriptor.write(content)
        if !hasAttributes, case .file(let source) = file?.source, let status = try fileStatus(source) {
            try setOwner(path, user: status.user, group: status.group)
            return try setMode(path, status.mode & 0o777)
        }
        try setOwner(
            path, user: reference.user.flatMap { UInt32($0) } ?? 0,
            group: reference.group.flatMap { UInt32($0) } ?? 0)
        try setMode(path, reference.mode ?? 0o444)
    }

    /// What it holds; throws, without showing any of it, when it cannot be had.
    func content() throws -> [UInt8] {
        switch file?.source {
        case .file(let path): return try content(ofFile: path)
        case .environment(_, let value?): return Array(value.utf8)
        case .environment(let variable, nil):
            throw Failure(
                .notFound, "\(name): the value of the variable \"\(variable)\" is not known any more",
                at: location, remedy: "use `berth up`, which reads it again")
        case .content(let text): return Array(text.utf8)
        case .external, .driver, nil:
            throw Failure(.notFound, "\(name) has no content here", at: location)
        }
    }

    private func content(ofFile path: String) throws -> [UInt8] {
        do { return try readFile(path, upTo: largestContent) } catch {
            throw Failure(
                .notFound, "\(name): cannot read \"\(path)\"", at: location,
                remedy: "use a volume for what is larger than \(largestContent >> 20) MiB", cause: error)
        }
    }
}

/// The bytes of a file that are kept in memory for each container.
private let largestContent = 64 << 20
