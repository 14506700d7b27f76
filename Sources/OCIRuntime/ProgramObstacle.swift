/// Why a container's program cannot be executed (execve(2)), found out before it is tried or told by a runtime.
public enum ProgramObstacle: Error, Sendable, Hashable {
    /// There is no such file.
    case missing(String)
    /// No directory of `PATH` has a program of this name.
    case notInPath(String)
    /// It is a directory.
    case directory(String)
    /// No bit of its mode lets the user execute it.
    case notExecutable(String)
    /// The interpreter that its first line or its header names is not there.
    case interpreterMissing(String, interpreter: String)
    /// Its first line ends as lines do on Windows, so that its interpreter's name ends in a carriage return.
    case carriageReturn(String)
    /// It is for another kind of machine, in the words of image platforms.
    case otherMachine(String, machine: String)
    /// It is neither a program nor a script that names its interpreter.
    case unknownFormat(String)

    /// The exit status that shells and other engines have for it.
    public var exitStatus: Int32 {
        switch self {
        case .missing, .notInPath, .interpreterMissing, .carriageReturn: 127
        case .directory, .notExecutable, .otherMachine, .unknownFormat: 126
        }
    }

    /// What to do about it, as one clause.
    public var remedy: String {
        switch self {
        case .missing: "correct `command` or `entrypoint`, or mount what is missing"
        case .notInPath: "correct `command` or `entrypoint`, or write the whole path"
        case .directory: "name a program in it"
        case .notExecutable(let name): "make it executable for the container's user: chmod a+x \(name)"
        case .interpreterMissing(_, let interpreter):
            interpreter.contains("/ld-")
                ? "link the program statically, or use an image with that library"
                : "use an image with \(interpreter), or an interpreter that this one has"
        case .carriageReturn(let name): "save it with the line ends of Unix: sed -i 's/\\r$//' \(name)"
        case .otherMachine: "use an image for this host's kind of machine, or set `platform`"
        case .unknownFormat: "begin a script with #! and its interpreter"
        }
    }
}

extension ProgramObstacle: CustomStringConvertible {
    /// One clause.
    public var description: String {
        switch self {
        case .missing(let name): "\"\(name)\" not found in the container"
        case .notInPath(let name): "\"\(name)\" not found in the container's PATH"
        case .directory(let name): "\"\(name)\" is a directory"
        case .notExecutable(let name): "\"\(name)\" is not executable: permission denied"
        case .interpreterMissing(let name, let interpreter):
            "the interpreter \"\(interpreter)\" of \"\(name)\" not found in the container"
        case .carriageReturn(let name): "the first line of \"\(name)\" ends in a carriage return"
        case .otherMachine(let name, let machine):
            "\"\(name)\" is for machines of kind \(machine): exec format error"
        case .unknownFormat(let name):
            "\"\(name)\" is neither a program nor a script with an interpreter: exec format error"
        }
    }
}
