import Testing

@testable import BerthImages

@Suite("The image index")
struct ImageIndexTests {
    private func manifest(_ name: String) -> Descriptor {
        Descriptor(mediaType: MediaType.manifest, digest: ContentDigest(of: Array(name.utf8)), size: 1)
    }

    private func names(_ index: ImageIndex) -> [String] {
        index.entries.map { entry in
            let letter = ["a", "b"].first { manifest($0).digest == entry.manifest.digest } ?? "?"
            return "\(letter) \(entry.reference?.familiar ?? "-")"
        }
    }

    @Test("moves a name to a newer manifest and keeps the older one without a name")
    func moving() throws {
        var index = ImageIndex()
        index.add(.init(manifest: manifest("a"), reference: try ImageReference("x")))
        index.add(.init(manifest: manifest("b"), reference: try ImageReference("x")))
        #expect(names(index) == ["a -", "b x:latest"])
        index.add(.init(manifest: manifest("a"), reference: try ImageReference("y")))
        #expect(names(index) == ["b x:latest", "a y:latest"])
        index.add(.init(manifest: manifest("a"), reference: try ImageReference("z")))
        index.add(.init(manifest: manifest("b"), reference: try ImageReference("z")))
        #expect(names(index) == ["b x:latest", "a y:latest", "b z:latest"])
        index.add(.init(manifest: manifest("a")))
        #expect(names(index) == ["b x:latest", "a y:latest", "b z:latest"], "it has a name already")
        index.remove(try ImageReference("y"))
        #expect(names(index) == ["b x:latest", "b z:latest"])
    }

    @Test("reads what it writes")
    func roundTrip() throws {
        var index = ImageIndex()
        index.add(
            .init(
                manifest: manifest("a"), reference: try ImageReference("localhost:5000/x:1"),
                repositoryDigest: "sha256:1", pulled: 12.5))
        index.add(.init(manifest: manifest("b")))
        #expect(try ImageIndex(index.json()) == index)
        let text = String(decoding: try index.json(), as: UTF8.self)
        #expect(text.contains(#""org.opencontainers.image.ref.name":"localhost:5000/x:1""#))
    }
}
