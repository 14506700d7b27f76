internal import CLinux
import Glibc

/// A network namespace that a bind mount keeps alive (ip-netns(8) pins its own in the same way).
public struct NetworkNamespace: Sendable, Hashable {
    /// The file that pins it.
    public let path: String

    /// Names a namespace that is pinned already.
    public init(path: String) { self.path = path }

    /// Creates a namespace, runs `body` inside it as its first user, and pins it at `path`.
    ///
    /// Needs CAP_SYS_ADMIN.
    ///
    /// When `body` fails, nothing is left: the pin is undone and the kernel frees the namespace.
    public static func create<Value: Sendable>(
        at path: String, _ body: @escaping @Sendable () throws -> Value
    ) throws -> Value {
        _ = try OwnedDescriptor.writing(path)
        return try onOwnThread {
            do {
                try check("unshare") { clinux_unshare_network() }
                let value = try body()
                try bindMount("/proc/thread-self/ns/net", on: path)
                return value
            } catch {
                // The error of the body is the one to report; an unused file is harmless and swept by `down`.
                try? removeFile(path)
                throw error
            }
        }
    }

    /// Runs a body on a thread that is inside the namespace; sockets it makes stay there.
    ///
    /// Needs CAP_SYS_ADMIN.
    public func enter<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
        let path = path
        return try onOwnThread {
            let namespace = try OwnedDescriptor.reading(path)
            try check("setns", path) { clinux_enter_network(namespace.number) }
            return try body()
        }
    }

    /// Takes the pin away; the kernel removes the namespace with its interfaces when its last process is gone.
    public func remove() throws(SystemError) {
        try unmountLazily(path)
        try removeFile(path)
    }
}
