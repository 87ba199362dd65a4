// How the cells of a record become the answer to a variable, where they are not that answer as they stand.

package import Codebook

/// What is done to cells before they are read as a variable's type.
package enum Recipe: Sendable {
    /// One cell is recoded, converted, or has a decimal comma.
    case cell(CellRecipe)
    /// Columns of ticks become the codes of those that are ticked.
    case ticks(TickRecipe)
    /// The parts of one cell become codes.
    case parts(PartRecipe)
    /// An expression gives the value.
    case computed(Computation)
    /// The file has no column for it, though others of the cohort do: no record has an answer, whatever the one cell that it takes holds.
    case absent

    /// The columns, from 0, whose cells it takes, in its order.
    package var columns: [Int] {
        switch self {
        case .cell(let recipe): [recipe.column]
        case .ticks(let recipe): recipe.options.map(\.column)
        case .parts(let recipe): [recipe.column]
        case .computed(let computation): computation.columns
        case .absent: [0]
        }
    }
}

/// What cells came to.
package enum CellOutcome: Sendable, Hashable {
    /// A text to be read as the variable's type.
    case text(String)
    case missing(MissingKind)
}

/// One cell, recoded and converted.
package struct CellRecipe: Sendable {
    /// The column, from 0.
    package var column: Int
    /// The values that stand for codes.
    package var codes = CodeTable()
    /// The unit of its numbers, if it is not the variable's.
    package var unit: MeasurementUnit?
    /// The variable's unit.
    package var target: MeasurementUnit?
    /// Whether its numbers have a decimal comma.
    package var hasDecimalComma = false

    /// What a cell comes to; `onOwnUnit` is told where it names another unit than the column's, in which it is read then.
    func outcome(_ cell: String, onOwnUnit: (MeasurementUnit) -> Void = { _ in }) -> CellOutcome {
        if let code = codes.code(of: cell) { return .text(code) }
        guard unit != nil || hasDecimalComma else { return .text(cell) }
        let measurement = Measurement(unit: unit, hasDecimalComma: hasDecimalComma)
        if let value = measurement.value(of: cell) {
            guard let unit, let target else { return .text(value.description) }
            return .text(unit.convert(value, to: target).description)
        }
        guard let target, let (value, own) = measurement.valueInOwnUnit(of: cell) else { return .missing(.unparseable) }
        onOwnUnit(own)
        return .text(own.convert(value, to: target).description)
    }
}

/// Ticks in columns of their own.
package struct TickRecipe: Sendable {
    /// One column.
    package struct Option: Sendable {
        /// The column, from 0.
        package var column: Int
        /// What a cell may hold for a tick besides the usual words.
        package var names: [String]
        /// The code that a tick means; nil where none is known.
        package var code: String?
    }

    /// The columns.
    package var options: [Option]
    /// What joins codes.
    package var separator: String
    /// What it means that nothing is ticked; nil: the answer is missing.
    package var unchecked: String?

    func outcome(_ cells: [String], _ missing: (String) -> MissingKind?) -> CellOutcome {
        var codes: [String] = []
        var isAnswered = false
        var kind: MissingKind?
        for (option, cell) in zip(options, cells) {
            if let found = missing(cell) {
                if found != .blank { kind = kind ?? found }
                continue
            }
            guard let isTicked = TickWords.isTicked(cell, names: option.names) else { return .missing(.unparseable) }
            isAnswered = true
            guard isTicked else { continue }
            guard let code = option.code else { return .missing(.unparseable) }
            if !codes.contains(code) { codes.append(code) }
        }
        if !codes.isEmpty { return .text(codes.joined(separator: separator)) }
        if isAnswered, let unchecked { return .text(unchecked) }
        return .missing(kind ?? .blank)
    }
}

/// Several options in one cell.
package struct PartRecipe: Sendable {
    /// The column, from 0.
    package var column: Int
    /// What separates the parts.
    package var separators: [String]
    /// What the parts stand for.
    package var codes: CodeTable
    /// What joins codes.
    package var separator: String

    /// Options may hold the separator themselves, so the longest run of parts that is an option is taken for one.
    func outcome(_ cell: String) -> CellOutcome {
        if let code = codes.code(of: cell) { return .text(code) }
        for mark in separators {
            let parts = cell.split(separator: mark).map(String.init)
            guard parts.count > 1, parts.count <= 200, let found = codes(of: parts, joinedBy: mark) else { continue }
            return .text(found.joined(separator: separator))
        }
        return .missing(.unparseable)
    }

    private func codes(of parts: [String], joinedBy mark: String) -> [String]? {
        var found: [String] = []
        var start = 0
        while start < parts.count {
            // No option has more of them than a cell can sensibly hold.
            let end = (start + 1...min(parts.count, start + 12)).last { end in
                codes.code(of: trimmed(parts[start..<end].joined(separator: mark))) != nil
            }
            guard let end, let code = codes.code(of: trimmed(parts[start..<end].joined(separator: mark))) else {
                return nil
            }
            if !found.contains(code) { found.append(code) }
            start = end
        }
        return found
    }

    private func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
