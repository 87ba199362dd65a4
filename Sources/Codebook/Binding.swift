// Which column of a file answers which variable.

/// The columns of one file that answer variables.
package struct Binding: Sendable {
    /// Why a column was taken for a variable.
    package enum Reason: String, Sendable {
        /// The header is the variable's id.
        case id
        /// The header is one of its aliases.
        case alias
        /// The header is its id or an alias but for case, spaces, punctuation or accents.
        case spelling
    }

    /// The column of a variable, from 0, and why.
    package struct Match: Sendable {
        /// The column, from 0.
        package var column: Int
        /// Why it was taken.
        package var reason: Reason
    }

    /// For each variable of the codebook its column, or nil if the file has none.
    package let matches: [Match?]
    /// The names of the columns that answer no variable, in file order.
    package let unbound: [String]

    /// The positions of the variables that have a column.
    package var collected: Set<Int> { Set(matches.indices.filter { matches[$0] != nil }) }

    /// Binds the columns of a header; O(columns + aliases). Throws if two columns answer one variable, or none answers any.
    package init(header: [String], codebook: Codebook) throws(BindingError) {
        let names = NameTable(codebook)
        var matches = [Match?](repeating: nil, count: codebook.variables.count)
        var unbound: [String] = []
        for (column, name) in header.enumerated() {
            guard let (variable, reason) = names.variable(for: name) else {
                unbound.append(name)
                continue
            }
            if let earlier = matches[variable] {
                throw BindingError.twice(
                    variable: codebook.variables[variable].id,
                    columns: [earlier.column, column],
                    names: [header[earlier.column], name]
                )
            }
            matches[variable] = Match(column: column, reason: reason)
        }
        guard matches.contains(where: { $0 != nil }) else {
            throw BindingError.nothing(names: header, expected: codebook.variables.map(\.id))
        }
        self.matches = matches
        self.unbound = unbound
    }
}

/// Why a header cannot be bound.
package enum BindingError: Error, Sendable, Equatable {
    /// Two columns (from 0) answer the same variable.
    case twice(variable: String, columns: [Int], names: [String])
    /// No column answers any variable.
    case nothing(names: [String], expected: [String])

    /// The column to blame, from 1.
    package var column: Int? {
        switch self {
        case .twice(_, let columns, _): columns.last.map { $0 + 1 }
        case .nothing: nil
        }
    }

    /// One sentence for a person: what is wrong and what to do.
    package var message: String {
        switch self {
        case .twice(let variable, let columns, let names):
            "columns \(columns[0] + 1) (\"\(names[0])\") and \(columns[1] + 1) (\"\(names[1])\") both answer '\(variable)'; "
                + "rename or remove one of them"
        case .nothing(let names, let expected):
            "no column of the header is known (the first is \"\(names.first.map { String($0.prefix(60)) } ?? "")\"); "
                + (names.count == 1 ? delimiterAdvice(names[0]) : "")
                + "name columns as the rule set does, such as \(expected.filter { $0 != "record_id" }.prefix(3).joined(separator: ", "))"
        }
    }
}

/// What to say of a lone column's name: it may be a whole header that another delimiter cuts.
private func delimiterAdvice(_ name: String) -> String {
    let names: [Character: String] = [",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"]
    let found = name.first { names[$0] != nil }.flatMap { names[$0] }
    return found.map { "is the delimiter another one (--delimiter \($0))? " }
        ?? "is it another delimiter (--delimiter)? "
}

/// Every name under which a header can mean a variable.
struct NameTable {
    private var ids: [String: Int] = [:]
    private var aliases: [String: Int] = [:]
    private var spellings: [String: Int] = [:]

    init(_ codebook: Codebook) {
        for (position, variable) in codebook.variables.enumerated() {
            ids[variable.id] = position
            for alias in variable.aliases where aliases[alias] == nil { aliases[alias] = position }
            for name in [variable.id] + variable.aliases {
                let spelling = normalisedSpelling(name)
                if !spelling.isEmpty, spellings[spelling] == nil { spellings[spelling] = position }
            }
        }
    }

    func variable(for name: String) -> (Int, Binding.Reason)? {
        if let position = ids[name] { return (position, .id) }
        if let position = aliases[name] { return (position, .alias) }
        return spellings[normalisedSpelling(name)].map { ($0, .spelling) }
    }
}
