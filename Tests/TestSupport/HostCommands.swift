import LinuxSystem
import Synchronization

/// Runs a program of the host to its end, whatever its exit status; it is looked up in the usual directories.
public func host(_ program: String, _ arguments: String...) async throws -> CommandResult {
    try await host(program, arguments)
}

/// Runs a program of the host to its end, whatever its exit status; it is looked up in the usual directories.
public func host(_ program: String, _ arguments: [String]) async throws -> CommandResult {
    let directories = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"]
    guard let path = directories.map({ "\($0)/\(program)" }).first(where: fileExists) else {
        throw TestFailure("no \(program) on this machine")
    }
    let line = ([program] + arguments).joined(separator: " ")
    let start = ContinuousClock.now
    let output = try await within(.seconds(60), line) { try await run(ProcessDescription(path, arguments)) }
    return CommandResult(
        command: line, status: output.end.status, output: output.text, errors: output.errors,
        duration: start.duration(to: .now))
}

/// Fetches a page, which must be there.
@discardableResult
public func fetch(_ url: String, _ arguments: String...) async throws -> String {
    let flags = ["-sS", "--fail-with-body", "--noproxy", "*", "--max-time", "5"]
    let result = try await host("curl", flags + arguments + [url])
    guard result.status == 0 else { throw TestFailure("\(result)") }
    return result.output
}

/// The address of this machine that others reach it by; nil without one.
public func hostAddress() async throws -> String? {
    let addresses = try await host("ip", "-o", "-4", "addr", "show", "scope", "global").output
    let lines = addresses.split(separator: "\n").filter { !$0.contains(" br-") && !$0.contains(" docker") }
    return lines.first?.split(separator: " ").dropFirst(3).first?.split(separator: "/").first.map(String.init)
}

private let givenPorts = Mutex<Set<UInt16>>([])

/// A port below those that the kernel gives out, free for TCP and UDP, and given to one test of this process.
public func freePort() throws -> UInt16 {
    while true {
        let port = UInt16.random(in: 21000..<31000)
        guard givenPorts.withLock({ $0.insert(port).inserted }) else { continue }
        if isFree(port) { return port }
    }
}

private func isFree(_ port: UInt16) -> Bool {
    // Whatever keeps a socket from being bound, the port is of no use to a test.
    (try? BoundSocket(.tcp, address: .any, port: port)) != nil
        && (try? BoundSocket(.udp, address: .any, port: port)) != nil
}
