import Testing

@Suite("Readability")
struct ReadabilityTests {
    @Test("there are files to look at")
    func files() {
        #expect(programFiles.count > 400)
        #expect(allFiles.count > programFiles.count + 100)
    }

    @Test("a file has at most 400 lines", arguments: allFiles)
    func fileLength(file: SourceFile) { #expect(file.lines.count <= 400) }

    @Test("a function has at most 60 lines", arguments: allFiles)
    func functionLength(file: SourceFile) {
        for function in functions(of: file) {
            #expect(function.length <= 60, "\(file.path):\(function.line) has \(function.length) lines")
        }
    }

    @Test("a file is named after what it holds, not after its being useful", arguments: allFiles)
    func fileName(file: SourceFile) {
        let bags = ["Util", "Helper", "Manager", "Misc", "Common", "Placeholder"]
        #expect(!bags.contains { file.name.contains($0) })
    }

    @Test("the executable is only a door")
    func executable() {
        let lines = programFiles.filter { $0.target == "berth" }.map(\.lines.count)
        #expect((1...30).contains(lines.reduce(0, +)))
    }

    @Test("functions are found with their length, nested ones and strings with braces too")
    func measure() {
        let text = #"""
            struct Example {
                func first(
                    _ a: Int
                ) -> Int {
                    let text = "{ \(a) {"  // and {
                    return { text.count }()
                }
                init() { func inner() {
                    }
                }
                func required()
            }
            """#
        let found = functions(of: SourceFile(path: "Sources/X/Example.swift", text: text))
        #expect(
            found == [
                Function(line: 2, length: 6), Function(line: 8, length: 2), Function(line: 8, length: 3),
            ])
    }
}

/// A function's first line and how many lines it has.
private struct Function: Equatable {
    let line: Int
    let length: Int
}

/// The functions and initializers of a file that have a body, by counting braces; those that end first come first.
private func functions(of file: SourceFile) -> [Function] {
    let opening = /(?:^|[\s{;])(?:func\s+\S+|init[?!]?|deinit|subscript)\s*[<({]/
    var result: [Function] = []
    var depth = 0
    var waiting: [(line: Int, depth: Int)] = []
    var open: [(line: Int, depth: Int)] = []
    for (index, line) in file.code.enumerated() {
        var starts = line.matches(of: opening).map(\.range.lowerBound)[...]
        for place in line.indices {
            if place == starts.first {
                // A requirement without a body waits at the depth at which the next one starts.
                waiting.removeAll { $0.depth == depth }
                waiting.append((index + 1, depth))
                starts.removeFirst()
            }
            if line[place] == "{" {
                if let last = waiting.last, last.depth == depth { open.append(waiting.removeLast()) }
                depth += 1
            } else if line[place] == "}" {
                depth -= 1
                waiting.removeAll { $0.depth > depth }
                guard let last = open.last, last.depth == depth else { continue }
                result.append(Function(line: last.line, length: index + 2 - last.line))
                open.removeLast()
            }
        }
    }
    return result
}
