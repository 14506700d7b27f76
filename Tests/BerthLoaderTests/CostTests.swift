import BerthLoader
import Foundation
import Testing

/// What a load costs must grow as the file does: a second factor four in size is a factor sixteen for a loop
/// over all services in a loop over all services.
@Suite("The cost of loading")
struct CostTests {
    @Test("grows with the number of services, not with its square")
    func growth() throws {
        let small = try cost(ofServices: 50)
        let large = try cost(ofServices: 200)
        #expect(large < small * 8, "four times as many services cost \(large / small) times as much")
    }

    @Test("grows with the number of files that are merged, not with its square")
    func merging() throws {
        let small = try cost(ofOverrides: 8)
        let large = try cost(ofOverrides: 32)
        #expect(large < small * 8, "four times as many files cost \(large / small) times as much")
    }

    private func cost(ofServices count: Int) throws -> Double {
        let lines = (0..<count).map { number in
            """
              s\(number):
                <<: *common
                environment: {A: "${A:-a}", B: b\(number), C: c, D: d, E: e, F: f}
                volumes: ["data:/data", "./\(number):/etc/app:ro", {type: tmpfs, target: /tmp}]
                ports: ["\(10000 + number):80", "127.0.0.1:\(20000 + number):90/tcp"]
                depends_on: [\(number > 0 ? "s\(number / 2)" : "")]
            """
        }
        let text =
            (["x-common: &common {image: app, labels: {a: b}}", "services:"] + lines + ["volumes: {data: {}}"])
            .joined(separator: "\n")
        return try cost(ofFiles: ["/p/compose.yaml": text])
    }

    private func cost(ofOverrides count: Int) throws -> Double {
        let services = (0..<20).map { "  s\($0): {image: app, environment: {A: a, B: b}, ports: [80]}" }
        let text = (["services:"] + services).joined(separator: "\n")
        return try cost(
            ofFiles: Dictionary(uniqueKeysWithValues: (0..<count).map { ("/p/\($0).yaml", text) }))
    }

    /// The least processor time of three loads, in seconds; other threads do not count.
    private func cost(ofFiles files: [String: String]) throws -> Double {
        var request = LoadRequest(workingDirectory: "/p")
        request.files = files.keys.sorted()
        let costs = try (0..<3).map { _ in
            let start = processorTime()
            _ = renderConfig(try loadProject(request, files: MemoryFiles(files)).canonical, format: .yaml)
            return processorTime() - start
        }
        return try #require(costs.min())
    }

    private func processorTime() -> Double {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
