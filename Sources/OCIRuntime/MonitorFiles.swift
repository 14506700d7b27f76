internal import LinuxSystem

/// The files by which the monitor of one container speaks.
struct MonitorFiles: Sendable, Hashable {
    /// The exit status, when the container has ended.
    let exit: String
    /// The directory of all others.
    let directory: String

    var processPIDFile: String { "\(directory)/pid" }
    var monitorPIDFile: String { "\(directory)/conmon.pid" }
    var monitorLog: String { "\(directory)/conmon.log" }
    var runtimeLog: String { "\(directory)/runtime.log" }
    var outOfMemory: String { "\(directory)/oom" }

    /// Makes the directory and removes what an earlier life of the container left.
    func prepare() throws(SystemError) {
        try makeDirectories(directory, mode: 0o700)
        for path in [exit, "\(directory)/exit", outOfMemory, processPIDFile, monitorPIDFile] {
            try removeFile(path)
        }
    }

    func monitorPID() throws -> Int32 {
        let text = try readText(monitorPIDFile)
        guard let pid = Int32(text.filter(\.isNumber)) else {
            throw RuntimeError.failed(
                "read the monitor's process id", reason: "\(monitorPIDFile) holds \"\(text)\"")
        }
        return pid
    }
}
