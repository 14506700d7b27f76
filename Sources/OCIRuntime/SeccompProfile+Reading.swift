internal import FoundationEssentials
internal import LinuxSystem

extension SeccompProfile {
    /// Reads the system's profile; one that is not there is an error, as nothing runs unconfined in silence.
    init(path: String) throws {
        guard fileExists(path) else {
            throw RuntimeError.missing(
                "the system call profile \"\(path)\"", package: "golang-github-containers-common")
        }
        do { try self.init(text: readText(path)) } catch let error as RuntimeError {
            throw RuntimeError.failed("read the system call profile \"\(path)\"", reason: "\(error)")
        }
    }

    /// Reads a profile.
    init(text: String) throws(RuntimeError) {
        do { self = try JSONDecoder().decode(SeccompProfile.self, from: Data(text.utf8)) } catch {
            throw .failed("understand the profile", reason: reason(of: error))
        }
        if let rule = syscalls?.firstIndex(where: { $0.calls.isEmpty }) {
            throw .failed("understand the profile", reason: "syscalls[\(rule)] names no system call")
        }
    }
}

/// What is wrong with a text that is no profile, with the place in it.
private func reason(of error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): "\(place(of: context)) has no \"\(key.stringValue)\""
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
        "\(place(of: context)) is of the wrong type"
    default: "it is not JSON"
    }
}

private func place(of context: DecodingError.Context) -> String {
    let keys = context.codingPath.map { key in
        key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
    }
    return keys.isEmpty ? "it" : String(keys.joined().drop { $0 == "." })
}
