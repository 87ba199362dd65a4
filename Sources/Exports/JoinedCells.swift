// Cells that hold several options, told from text that merely has commas in it.

/// Finds what separates the options in the cells of a column.
enum JoinedCells {
    /// The separators of platforms that join labels, in the order in which they are tried.
    static let labelSeparators = [";", ", ", "|"]

    /// The separator that splits a column's cells into options that recur; nil where none does.
    ///
    /// Among the parts of options many are equal, some in different company, and none is longer than an option can be. Of free text with
    /// separators in it hardly two parts are equal, and the words of one label always stand together.
    static func separator(of values: [String], among separators: [String]) -> String? {
        separators.first { separator in
            let parts = values.map { pieces(of: $0, separator) }
            guard parts.filter({ $0.count > 1 }).count > 1 else { return false }
            let all = parts.flatMap(\.self)
            let distinct = Set(all)
            return distinct.count > 1 && 2 * distinct.count <= all.count
                && all.allSatisfy { !$0.isEmpty && $0.utf8.count <= 120 }
                && parts.allSatisfy { Set($0).count == $0.count }
                && distinct.contains { part in Set(parts.filter { $0.contains(part) }).count > 1 }
        }
    }

    /// The parts between separators, without spaces around them.
    static func pieces(of value: String, _ separator: String) -> [String] {
        value.split(separator: separator).map { trimmedText(String($0)) }
    }
}
