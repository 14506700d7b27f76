/// The bytes of a name that may be misspelt: comparing takes time by the square of them.
private let longestName = 64
/// How many names are compared.
private let mostNames = 300

/// The name that was most likely meant by a misspelt one; nil when none is near, or none among the first.
func suggestion(for name: String, among names: some Sequence<String>) -> String? {
    guard name.utf8.count <= longestName else { return nil }
    let limit = max(1, min(3, name.count / 3))
    let lower = name.lowercased()
    var best: (name: String, distance: Int)?
    for candidate in names.prefix(mostNames) where abs(candidate.count - name.count) <= limit {
        let distance = editDistance(lower, candidate.lowercased())
        if distance <= limit, distance < name.count, distance < best?.distance ?? .max {
            best = (candidate, distance)
        }
    }
    return best?.name
}

/// The remedy that goes with a suggestion; without one another remedy.
func remedy(
    for name: String, among names: some Sequence<String>, otherwise remedy: String = ""
) -> String {
    suggestion(for: name, among: names).map { "did you mean \"\($0)\"?" } ?? remedy
}

/// How many insertions, deletions, replacements and swaps of neighbours make one text of the other.
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1...max(1, left.count) where !left.isEmpty {
        var current = [row]
        for column in 1...max(1, right.count) where !right.isEmpty {
            let cost = left[row - 1] == right[column - 1] ? 0 : 1
            var distance = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                distance = min(distance, beforeLast[column - 2] + 1)
            }
            current.append(distance)
        }
        (beforeLast, last) = (last, current)
    }
    return left.isEmpty ? right.count : last[right.count]
}
