import Foundation
import Testing

@testable import LinuxSystem

@Suite("Identities of processes")
struct ProcessIdentityTests {
    @Test("opens the process it was taken of, also after it was recorded")
    func same() throws {
        let recorded = try JSONEncoder().encode(ProcessIdentity(of: getpid()))
        #expect(try JSONDecoder().decode(ProcessIdentity.self, from: recorded).open() != nil)
    }

    @Test("opens nothing when start or boot differ", arguments: ["startTime", "boot"])
    func other(key: String) throws {
        let own = try JSONEncoder().encode(ProcessIdentity(of: getpid()))
        var fields = try #require(JSONSerialization.jsonObject(with: own) as? [String: Any])
        fields[key] = key == "boot" ? "6e1f5a0c-0000-4000-8000-000000000000" : 1
        let changed = try JSONSerialization.data(withJSONObject: fields)
        #expect(try JSONDecoder().decode(ProcessIdentity.self, from: changed).open() == nil)
    }
}
