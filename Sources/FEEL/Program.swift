// The flat program that conditions compile to.

package import Columns

/// One step of a program. Operands are positions of earlier steps, so a program runs front to back with no jumps.
///
/// A number or text step yields a value per record and a mask of the records where it is known. A condition step yields two masks, *is
/// true* and *is false*; where neither is set the condition is unknown.
package enum Instruction: Sendable, Hashable {
    // Numbers.
    case numberColumn(Int)
    case number(bits: UInt64)
    case unknownNumber
    case negate(Int)
    case absolute(Int)
    case floor(Int)
    case ceiling(Int)
    case arithmetic(ArithmeticOperator, Int, Int)
    case minimum(Int, Int)
    case maximum(Int, Int)
    /// Rounds to a number of decimals, halves away from zero.
    case roundHalfUp(Int, scale: Int)
    /// How many codes a set column holds.
    case count(column: Int)
    /// The number where it lies in a range, else unknown.
    case plausible(Int, Interval)
    /// The second operand where the condition is true, else the third.
    case chooseNumber(Int, then: Int, otherwise: Int)

    // Texts.
    case textColumn(Int)
    case text(UInt32)
    case unknownText
    case chooseText(Int, then: Int, otherwise: Int)

    // Conditions.
    case booleanColumn(Int)
    case boolean(Bool)
    case unknownCondition
    case compare(ComparisonOperator, Int, Int)
    case equalTexts(Int, Int)
    case equalConditions(Int, Int)
    /// The value, the lower and the upper end.
    case inside(Int, low: Int, high: Int, Interval.Ends)
    case contains(column: Int, bit: Int)
    case and(Int, Int)
    case or(Int, Int)
    case not(Int)
    /// True where the operand is unknown: the one test of a missing answer.
    case isMissing(Int)
    case setIsMissing(column: Int)
    case chooseCondition(Int, then: Int, otherwise: Int)

    /// What a step yields.
    package enum Yield: Sendable { case number, text, condition }

    /// What this step yields.
    package var yield: Yield {
        switch self {
        case .numberColumn, .number, .unknownNumber, .negate, .absolute, .floor, .ceiling, .arithmetic, .minimum,
            .maximum,
            .roundHalfUp, .count, .plausible, .chooseNumber:
            .number
        case .textColumn, .text, .unknownText, .chooseText: .text
        default: .condition
        }
    }

    /// The steps that this one reads, in the order written.
    package var operands: [Int] {
        switch self {
        case .numberColumn, .number, .unknownNumber, .count, .textColumn, .text, .unknownText, .booleanColumn, .boolean,
            .unknownCondition, .contains, .setIsMissing:
            []
        case .negate(let a), .absolute(let a), .floor(let a), .ceiling(let a), .plausible(let a, _), .not(let a),
            .isMissing(let a):
            [a]
        case .arithmetic(_, let a, let b), .minimum(let a, let b), .maximum(let a, let b), .roundHalfUp(let a, let b),
            .compare(_, let a, let b), .equalTexts(let a, let b), .equalConditions(let a, let b), .and(let a, let b),
            .or(let a, let b):
            [a, b]
        case .chooseNumber(let a, let b, let c), .chooseText(let a, let b, let c),
            .chooseCondition(let a, let b, let c),
            .inside(let a, let b, let c, _):
            [a, b, c]
        }
    }

    /// The column that this step reads from the batch, if it reads one.
    package var column: Int? {
        switch self {
        case .numberColumn(let column), .textColumn(let column), .booleanColumn(let column), .count(let column),
            .contains(let column, _), .setIsMissing(let column):
            column
        default: nil
        }
    }
}

/// A flat program over the columns of a batch: conditions and derived values, each computed once however often it is used.
package struct Program: Sendable {
    /// The steps, each after all that it reads.
    package private(set) var instructions: [Instruction] = []
    /// The texts that text steps name.
    package var texts: TextPool
    private var positions: [Instruction: Int] = [:]

    /// Makes an empty program over texts that are numbered already.
    package init(texts: TextPool = TextPool()) { self.texts = texts }

    /// The position of a step, which is added unless an equal one stands already. O(1) amortised.
    package mutating func add(_ instruction: Instruction) -> Int {
        if let known = positions[instruction] { return known }
        let position = instructions.count
        instructions.append(instruction)
        positions[instruction] = position
        return position
    }

    /// The disjunction of conditions; of none it is false.
    package mutating func any(_ conditions: [Int]) -> Int {
        guard let first = conditions.first else { return add(.boolean(false)) }
        return conditions.dropFirst().reduce(first) { add(.or($0, $1)) }
    }

    /// The conjunction of conditions; of none it is true.
    package mutating func all(_ conditions: [Int]) -> Int {
        guard let first = conditions.first else { return add(.boolean(true)) }
        return conditions.dropFirst().reduce(first) { add(.and($0, $1)) }
    }

    /// The columns that a step reads, itself or through others, in order. O(steps below it).
    package func columns(below position: Int) -> [Int] {
        var (open, seen, columns): ([Int], Set<Int>, Set<Int>) = ([position], [position], [])
        while let next = open.popLast() {
            if let column = instructions[next].column { columns.insert(column) }
            open += instructions[next].operands.filter { seen.insert($0).inserted }
        }
        return columns.sorted()
    }

    /// The constant number of a step, if it is one.
    package func constant(_ position: Int) -> Double? {
        if case .number(let bits) = instructions[position] { Double(bitPattern: bits) } else { nil }
    }
}
