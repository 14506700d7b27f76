import Testing

@testable import BerthModel

@Suite("Failure and Diagnostic")
struct FailureTests {
    @Test("reads as place, what, why, what to do")
    func description() {
        let cause = Failure(.notFound, "no such file")
        let failure = Failure(
            .invalidFile, "cannot read env file \"a.env\"", at: Location(file: "compose.yaml", line: 4, column: 7),
            remedy: "create it", cause: cause)
        #expect(
            "\(failure)" == "compose.yaml:4:7: cannot read env file \"a.env\": no such file; create it")
    }

    @Test("ends with the reference's statuses", arguments: Failure.Kind.allCases)
    func exitStatus(kind: Failure.Kind) {
        #expect(kind.exitStatus == (kind == .interrupted ? 130 : 1))
    }

    @Test("throws one failure as itself and several as a list")
    func list() {
        var failures = FailureList()
        #expect(throws: Never.self) { try failures.throwIfAny() }
        failures.attempt { throw Failure(.runtime, "first") }
        #expect(throws: Failure.self) { try failures.throwIfAny() }
        failures.attempt { throw Failure(.runtime, "second") }
        let error = #expect(throws: FailureList.self) { try failures.throwIfAny() }
        #expect(error?.description == "first\nsecond")
    }

    @Test("orders places by file and then by line and column")
    func order() {
        let places = [
            Location(file: "b", line: 1, column: 1), Location(file: "a", line: 10, column: 2),
            Location(file: "a", line: 2, column: 9),
        ]
        #expect(places.sorted().map(\.description) == ["a:2:9", "a:10:2", "b:1:1"])
    }

    @Test("names containers as the reference does, unless the name is fixed")
    func containerName() {
        var service = Service(name: "web", image: "nginx")
        #expect(service.containerName(project: "shop", number: 2) == "shop-web-2")
        service.containerName = "front"
        #expect(service.containerName(project: "shop", number: 2) == "front")
    }
}
