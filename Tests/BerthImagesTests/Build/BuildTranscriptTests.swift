import Testing

@testable import BerthImages

@Suite("What a builder writes")
struct BuildTranscriptTests {
    private func events(_ lines: String..., recipe: Dockerfile? = nil, labels: Int = 0) -> [String] {
        var transcript = BuildTranscript(recipe, labels: labels)
        let events = lines.flatMap { transcript.read($0) } + transcript.end()
        return events.map { event in
            switch event {
            case .began(let step):
                "\(step.stageName ?? "-") \(step.stage)/\(step.stageCount) \(step.number)/\(step.count) \(step.text)"
            case .output(let step, let line): "\(step?.number ?? 0) wrote \(line)"
            case .ended(let step, let isCached): "\(step.number) \(isCached ? "cached" : "done")"
            default: "\(event)"
            }
        }
    }

    @Test("is the steps of a recipe with their output")
    func steps() {
        #expect(
            events(
                "Trying to pull", "STEP 1/2: FROM busybox:1", "STEP 2/2: RUN a   b", "hello",
                "--> 5bbf94fa6d5",
                "COMMIT x", "Successfully tagged x", String(repeating: "0a", count: 32))
                == [
                    "0 wrote Trying to pull", "- 1/1 1/2 FROM busybox:1", "1 done", "- 1/1 2/2 RUN a b",
                    "2 wrote hello", "2 done",
                ])
    }

    @Test("names stages and images as the recipe does, and the steps for labels are left out")
    func stages() {
        let recipe = Dockerfile("FROM a:1 AS one\nRUN x\nFROM one\nRUN y\n")
        #expect(
            events(
                "[1/2] STEP 1/2: FROM 0a AS one", "[1/2] STEP 2/2: RUN x", "--> Using cache 0b",
                "[2/2] STEP 1/3: FROM 0b", "[2/2] STEP 2/3: RUN y", "[2/2] STEP 3/3: LABEL \"a\"=\"b\"",
                "--> Using cache 0c", "[2/2] COMMIT", recipe: recipe, labels: 1)
                == [
                    "one 1/2 1/2 FROM a:1 AS one", "1 done", "one 1/2 2/2 RUN x", "2 cached",
                    "- 2/2 1/2 FROM one", "1 done", "- 2/2 2/2 RUN y", "2 done",
                ])
    }

    @Test("ends with the reason of a failure, told without the step and with its place")
    func failure() throws {
        var transcript = BuildTranscript(Dockerfile("FROM a\n\nRUN b\n"))
        for line in [
            "STEP 1/2: FROM a", "STEP 2/2: RUN b", "oh no",
            "Error: building at STEP \"RUN b\": while running runtime: exit status 3",
        ] {
            _ = transcript.read(line)
        }
        #expect(transcript.output == ["oh no"])
        #expect(transcript.step?.number == 2)
        #expect(transcript.error?.hasSuffix("exit status 3") == true)
    }

    @Test("is read line by line, however its bytes come; a progress bar leaves its last state")
    func lines() {
        var buffer = LineBuffer()
        #expect(buffer.take(Array("ab".utf8)) == [])
        #expect(buffer.take(Array("c\r\n\nd 10%\rd 20%\ne".utf8)) == ["abc", "", "d 20%"])
        #expect(buffer.rest() == ["e"])
        #expect(buffer.rest() == [])
    }
}
