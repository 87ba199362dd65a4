// What the names in an expression mean.

/// The type of an expression.
package enum ValueType: Sendable, Hashable {
    case number
    case boolean
    /// A text; `codes` lists its possible values where they are known.
    case text(codes: [String]?)
    /// A set of codes.
    case set(codes: [String])
    /// The literal `null`, or what is known to be unknown.
    case null
    /// A list literal, which only `in` and functions take.
    case list

    /// The type of a value that is of one text type or the other.
    func union(_ other: ValueType) -> ValueType {
        switch (self, other) {
        case (.text(let some?), .text(let others?)): .text(codes: some + others.filter { !some.contains($0) })
        case (.text, .text): .text(codes: nil)
        case (.text, _): self
        default: other
        }
    }

    /// How a message names the type.
    package var name: String {
        switch self {
        case .number: "a number"
        case .boolean: "a yes-or-no value"
        case .text: "a text"
        case .set: "a set"
        case .null: "null"
        case .list: "a list"
        }
    }
}

/// A typed result of compilation: a step of the program, or a set column.
package struct Operand: Sendable {
    /// The type of the value.
    package var type: ValueType
    /// The step that yields it; for a set the batch's column.
    package var position: Int

    /// Makes an operand.
    package init(_ type: ValueType, at position: Int) {
        self.type = type
        self.position = position
    }
}

/// What a name stands for.
package enum Meaning: Sendable {
    /// A column of the batch.
    case column(Int, ValueType)
    /// A number that is fixed when the rule set is loaded.
    case constant(Double)
    /// Something compiled earlier: a derived variable or a cause.
    case compiled(Operand)
    /// Known, but not to be used here; the text says why and what to do.
    case unusable(because: String)
}

/// The names that an expression can use.
package struct Scope: Sendable {
    /// What each name means.
    package var meanings: [String: Meaning]

    /// Makes a scope.
    package init(_ meanings: [String: Meaning] = [:]) { self.meanings = meanings }
}
