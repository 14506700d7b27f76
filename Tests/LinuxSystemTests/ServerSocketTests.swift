import Foundation
import LinuxSystem
import Testing

@Suite("Sockets of servers", .timeLimit(.minutes(1)))
struct ServerSocketTests {
    @Test("a port is free once its socket is closed, whatever is being started meanwhile")
    func closedPort() async throws {
        let port = try ServerSocket.datagram("127.77.0.1", port: 0).boundPort()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { @Sendable in
                    while !Task.isCancelled { _ = try await spawn(ProcessDescription("/bin/true")).end() }
                }
            }
            for _ in 0..<2000 {
                _ = try ServerSocket.datagram("127.77.0.1", port: port)
                await Task.yield()
            }
            group.cancelAll()
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
    }

    @Test("a port that another socket has is refused")
    func takenPort() throws {
        let first = try ServerSocket.datagram("127.77.0.2", port: 0)
        let port = try first.boundPort()
        #expect {
            _ = try ServerSocket.datagram("127.77.0.2", port: port)
        } throws: { error in
            (error as? SystemError)?.code == EADDRINUSE
        }
        #expect(try first.boundPort() == port)
    }
}
