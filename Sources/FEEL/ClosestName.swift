// Suggestions for misspelt names.

/// The candidate nearest to a misspelt name by edit distance, if one is near enough to be meant: at most a third of its length away, or near to one of its words.
/// Of equally near ones the first in order. Time is O(candidates × length²).
package func closestName(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().utf8.prefix(64))
    var best: (distance: Int, name: String)?
    for candidate in candidates where candidate != name {
        let whole = Array(candidate.lowercased().utf8.prefix(64))
        // A word of the name is nearly as good as the whole: `hight` means `height_cm`.
        let words = whole.split(separator: UInt8(ascii: "_")).map { editDistance(wanted, Array($0)) + 1 }
        let distance = min(editDistance(wanted, whole), words.min() ?? .max)
        if distance < best?.distance ?? max(2, wanted.count / 3 + 1) + (wanted.count > 3 ? 1 : 0) {
            best = (distance, candidate)
        }
    }
    return best?.name
}

/// The optimal string alignment distance: insertions, deletions, substitutions and exchanges of neighbours.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
