// One record's answers as integers, a slot for each variable.

/// The answers of one record, before they are written: for each variable an integer in its `Form`, or none.
///
/// A vector serves as an array that lives in place: a record costs no allocation.
struct Answers {
    /// Stands for no answer. No variable takes this value.
    static let blank = Int32.min

    private var slots = SIMD32<Int32>(repeating: Answers.blank)

    subscript(variable: Variable) -> Int {
        get { Int(slots[variable.rawValue]) }
        set { slots[variable.rawValue] = Int32(truncatingIfNeeded: newValue) }
    }

    /// The integer, or `blank`.
    func slot(_ variable: Variable) -> Int32 {
        slots[variable.rawValue]
    }

    func isBlank(_ variable: Variable) -> Bool {
        slots[variable.rawValue] == Self.blank
    }

    mutating func makeBlank(_ variable: Variable) {
        slots[variable.rawValue] = Self.blank
    }

    /// Makes the variables blank whose bit in `columns` is set, the lowest bit for the first variable.
    mutating func makeBlank(columns: UInt32) {
        var rest = columns
        while rest != 0 {
            slots[rest.trailingZeroBitCount] = Self.blank
            rest &= rest &- 1
        }
    }

    mutating func set(_ variable: Variable, _ holds: Bool) {
        slots[variable.rawValue] = holds ? 1 : 0
    }
}
