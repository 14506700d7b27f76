internal import CNFTables
import Glibc
internal import LinuxSystem
internal import Synchronization

/// nftables of the network namespace that the calling thread is in (libnftables(3)).
///
/// May be shared by threads. Needs CAP_NET_ADMIN. Each call opens a context of its own, on a thread that has a
/// descriptor table of its own: libnftables waits for answers with select(2).
public struct NFTables: Sendable {
    /// Nothing is opened yet.
    public init() {}

    /// Runs commands (nft(8)) in one transaction: all of them take effect, or none.
    public func run(_ commands: String) throws(FirewallError) {
        if !commands.isEmpty { _ = try output(of: commands) }
    }

    /// What `list` shows of something, such as `table inet filter`; it must be there.
    public func list(_ what: String) throws(FirewallError) -> [FirewallObject] {
        let command = "list \(what)"
        return try FirewallObject.list(try output(of: command), command: command)
    }

    private func output(of commands: String) throws(FirewallError) -> String {
        try withOwnDescriptors { () throws(FirewallError) in
            // libnftables fills tables of the whole process when a context is made and while it parses.
            try library.withLock { (_) throws(FirewallError) in
                var context = try Context()
                return try context.run(commands)
            }
        }
    }
}

private let library = Mutex(())

/// Commands that nftables refused, with its own words.
public struct FirewallError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The commands as they were given.
    public let commands: String
    /// nft's message; several lines that point into the commands.
    public let message: String

    /// `nftables refused "add rule …": Error: …`, in one line.
    public var description: String {
        let lines = message.split(separator: "\n").filter {
            $0.contains { $0 != " " && $0 != "^" && $0 != "~" }
        }
        let command = commands.split(separator: "\n").first.map(String.init) ?? ""
        return "nftables refused \"\(command)\": \(lines.joined(separator: ": "))"
    }
}

/// libnftables' context: JSON output and errors go to buffers of its own.
@safe
private struct Context: ~Copyable {
    private let handle: OpaquePointer

    init() throws(FirewallError) {
        guard let handle = unsafe nft_ctx_new(UInt32(NFT_CTX_DEFAULT)) else {
            throw FirewallError(commands: "", message: "cannot open nftables")
        }
        unsafe self.handle = unsafe handle
        unsafe nft_ctx_buffer_output(handle)
        unsafe nft_ctx_buffer_error(handle)
        unsafe nft_ctx_output_set_flags(handle, UInt32(NFT_CTX_OUTPUT_JSON | NFT_CTX_OUTPUT_HANDLE))
    }

    mutating func run(_ commands: String) throws(FirewallError) -> String {
        let code = unsafe nft_run_cmd_from_buffer(handle, commands)
        // Both buffers start anew once they have been read.
        let output = unsafe nft_ctx_get_output_buffer(handle).map { unsafe String(cString: $0) } ?? ""
        let message = unsafe nft_ctx_get_error_buffer(handle).map { unsafe String(cString: $0) } ?? ""
        if code != 0 { throw FirewallError(commands: commands, message: message) }
        return output
    }

    deinit { unsafe nft_ctx_free(handle) }
}
