/// An image that a recipe starts from or copies from.
struct UsedImage: Sendable, Hashable {
    /// The name as it is written, with its variables: the builder looks for it so.
    let text: String
    /// The name that is meant.
    let name: String
    /// The line where it is used first.
    let line: Int
}

extension Dockerfile {
    /// The images that a target needs, each as often as it is written differently; those named by other contexts
    /// are left out.
    ///
    /// Stages that the target does not need are passed over, as the builder does.
    func usedImages(target: String?, arguments given: [String: String], contexts: Set<String>) -> [UsedImage]
    {
        let values = globalValues(given)
        var images: [UsedImage] = []
        for index in neededStages(target, values) {
            for (text, line) in sources(of: stages[index]) {
                let name = expandVariables(text, values)
                guard stage(named: name, before: index) == nil, name != "scratch", !name.isEmpty,
                    !contexts.contains(name), !contexts.contains(text),
                    !images.contains(where: { $0.text == text })
                else { continue }
                images.append(UsedImage(text: text, name: name, line: line))
            }
        }
        return images
    }

    /// The stages that a target needs, in order; that of a target that is not there is the builder's to refuse.
    private func neededStages(_ target: String?, _ values: [String: String]) -> [Int] {
        let wanted = target.flatMap { stage(named: $0, before: stages.count) } ?? stages.count - 1
        var needed: Set<Int> = []
        var open = stages.isEmpty ? [] : [wanted]
        while let index = open.popLast() {
            guard needed.insert(index).inserted else { continue }
            open += sources(of: stages[index]).compactMap { text, _ in
                stage(named: expandVariables(text, values), before: index)
            }
        }
        return needed.sorted()
    }

    /// What a stage starts from and copies from, as written.
    private func sources(of stage: Stage) -> [(text: String, line: Int)] {
        [(stage.base, stage.instructions[0].line)]
            + stage.instructions.flatMap { instruction in
                let mounts = instruction.flags("mount").flatMap { mount in
                    mount.split(separator: ",").filter { $0.hasPrefix("from=") }.map {
                        String($0.dropFirst(5))
                    }
                }
                return (instruction.flags("from") + mounts).map { ($0, instruction.line) }
            }
    }

    /// The stage that a name or number means at a place of the recipe.
    private func stage(named name: String, before index: Int) -> Int? {
        if let place = stages[..<index].lastIndex(where: { $0.name == name.lowercased() }) { return place }
        return Int(name).flatMap { stages[..<index].indices.contains($0) ? $0 : nil }
    }

    /// The values of the arguments before the first `FROM`.
    private func globalValues(_ given: [String: String]) -> [String: String] {
        var values: [String: String] = [:]
        for word in arguments.filter({ $0.keyword == "ARG" }).flatMap(\.words) {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            values[name] = given[name] ?? (parts.count > 1 ? expandVariables(String(parts[1]), values) : nil)
        }
        return values
    }
}
