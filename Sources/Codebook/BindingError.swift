// Why the columns of a file cannot be bound to variables.

/// Why a header cannot be bound.
package enum BindingError: Error, Sendable, Equatable {
    /// Two columns (from 0) answer the same variable.
    case twice(variable: String, columns: [Int], names: [String])
    /// One column (from 0) could answer several variables.
    case ambiguous(column: Int, name: String, variables: [String])
    /// One column (from 0) names several units.
    case units(column: Int, name: String, variable: String, units: [String])
    /// No column answers any variable, or only the record id, whose column's name is given.
    case nothing(names: [String], expected: [String], recordID: String? = nil)

    /// The column to blame, from 1.
    package var column: Int? {
        switch self {
        case .twice(_, let columns, _): columns.last.map { $0 + 1 }
        case .ambiguous(let column, _, _), .units(let column, _, _, _): column + 1
        case .nothing: nil
        }
    }

    /// One sentence for a person: what is wrong and what to do.
    package var message: String {
        switch self {
        case .twice(let variable, let columns, let names):
            "columns \(columns[0] + 1) (\"\(shortened(names[0]))\") and \(columns[1] + 1) (\"\(shortened(names[1]))\") both answer "
                + "'\(variable)'; rename or remove one of them, or say in a mapping file (--map) which one to take and 'ignore' the other"
        case .ambiguous(let column, let name, let variables):
            "column \(column + 1) (\"\(shortened(name))\") could answer \(variables.map { "'\($0)'" }.joined(separator: " or ")); "
                + "say which in a mapping file (--map), or 'ignore' it there"
        case .units(let column, let name, let variable, let units):
            "column \(column + 1) (\"\(shortened(name))\") answers '\(variable)' but names several units "
                + "(\(units.joined(separator: ", "))); say which in a mapping file (--map)"
        case .nothing(let names, let expected, let recordID):
            (recordID.map { "only the record id is known (\"\($0.prefix(60))\"), and nothing that was asked; " }
                ?? "no column of the header is known to answer a question of the rule set (the first is \"\(names.first.map { String($0.prefix(60)) } ?? "")\"); ")
                + (names.count == 1 ? delimiterAdvice(names[0]) : "")
                + "name columns as the rule set does, such as \(expected.filter { $0 != "record_id" }.prefix(3).joined(separator: ", ")), "
                + "or say in a mapping file (--map) what they answer; 'lumbar validate FILE --write-map map.yaml' drafts one"
        }
    }

    private func shortened(_ name: String) -> String { name.count > 100 ? name.prefix(97) + "…" : name }
}

/// What to say of a lone column's name: it may be a whole header that another delimiter cuts.
private func delimiterAdvice(_ name: String) -> String {
    let names: [Character: String] = [",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"]
    let found = name.first { names[$0] != nil }.flatMap { names[$0] }
    return found.map { "is the delimiter another one (--delimiter \($0))? " }
        ?? "is it another delimiter (--delimiter) or encoding (--encoding)? "
}
