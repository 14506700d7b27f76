import Foundation
import TestSupport
import Testing

/// The sample as a user runs it, on real PostgreSQL and Redis.
@Suite("The guest book", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct GuestbookTests {
    @Test("comes up ready, answers by name, and merges its logs by time; its data survives down, not down -v")
    func wholePath() async throws {
        try await withGuestbook { stack, page in
            try await stack.berth.succeed("up", "-d", "--wait")
            #expect(Set(try await stack.containers().map(\.health)) == ["healthy"])
            try await fetch("\(page)/entries", "-d", "name=Ada", "-d", "message=It works")
            #expect(try await Page(at: page) == Page(visits: 1, entries: ["Ada: It works"]))
            try await answersByName(stack)
            try await mergesLogs(stack)

            try await stack.berth.succeed("down")
            try await stack.berth.succeed("up", "-d", "--wait")
            #expect(try await Page(at: page).entries == ["Ada: It works"], "the volume was lost by down")

            try await stack.berth.succeed("down", "-v")
            try await stack.berth.succeed("up", "-d", "--wait")
            #expect(try await Page(at: page).entries == [], "the volume survived down -v")
        }
    }

    private func answersByName(_ stack: Stack) async throws {
        let hosts = try await stack.inside("web", "getent", "hosts", "db", "redis")
        let names = hosts.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) }
        #expect(names == ["db", "redis"], "\(hosts)")
    }

    private func mergesLogs(_ stack: Stack) async throws {
        let lines = try await stack.berth("logs", "-t").lines
        #expect(Set(lines.compactMap(\.logPrefix)) == ["web-1", "db-1", "redis-1"])
        let times = lines.compactMap(\.logTime)
        #expect(times.count == lines.count, "a line without a time")
        #expect(times == times.sorted(), "lines are not in the order of their times")
    }

    @Test("shows the same project by config as by its files")
    func config() async throws {
        try await withGuestbook { stack, _ in
            let canonical = try await stack.berth.succeed("config")
            #expect(canonical.contains("DATABASE_URL: postgresql://guestbook:change-me@db/guestbook"))
            #expect(canonical.contains("condition: service_healthy"))
            try stack.scratch.write("canonical.yaml", canonical)
            let again = try await stack.berth.succeed("-f", "canonical.yaml", "config")
            #expect(again == canonical, "the canonical form is not a fixed point")
            let json = try await stack.berth.succeed("config", "--format", "json")
            let object = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            #expect((object["services"] as? [String: Any])?.keys.sorted() == ["db", "redis", "web"])
            #expect(try await stack.leftovers() == [], "config made something")
        }
    }

    private func withGuestbook(_ body: (Stack, String) async throws -> Void) async throws {
        try await withStack(images: [.guestbook, .postgres, .redis]) { stack in
            let sample = "\(clone)/samples/guestbook"
            let port = try freePort()
            let settings = try String(contentsOfFile: "\(sample)/.env", encoding: .utf8)
            try stack.scratch.write(".env", "\(settings)\nGUESTBOOK_PORT=\(port)\n")
            try stack.define(try String(contentsOfFile: "\(sample)/compose.yaml", encoding: .utf8))
            try await body(stack, "http://127.0.0.1:\(port)")
        }
    }
}

/// What the guest book's page says.
private struct Page: Equatable {
    let visits: Int
    let entries: [String]

    init(visits: Int, entries: [String]) {
        self.visits = visits
        self.entries = entries
    }

    init(at address: String) async throws {
        struct Entry: Decodable { let name, message: String }
        struct Content: Decodable {
            let visits: Int
            let entries: [Entry]
        }
        let text = try await fetch("\(address)/?format=json")
        let content = try JSONDecoder().decode(Content.self, from: Data(text.utf8))
        self.init(visits: content.visits, entries: content.entries.map { "\($0.name): \($0.message)" })
    }
}
