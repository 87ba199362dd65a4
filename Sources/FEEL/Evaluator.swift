// Runs a program over the columns of a batch.

package import Columns

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// One worker's registers for a program, tied to the worker's batch.
///
/// Masks have a bit per record as in `ColumnBatch`; bits at or above the batch's count are meaningless, so whoever counts bits masks
/// them with the records that exist. `run()` costs O(steps × records), with 64 records to a machine word in every condition.
package final class Evaluator {
    /// The program.
    package let program: Program
    /// What compares numbers.
    package let kernel: ColumnKernel
    /// The batch that the program runs over.
    package let batch: ColumnBatch

    // Invariants: each step has its registers at `step * words` of `known` (its known-mask, or is-true) and of `isFalse`; number and
    // text steps have a value register, which for columns is the batch's own storage, and which never moves.
    private let known: UnsafeMutablePointer<UInt64>
    private let isFalse: UnsafeMutablePointer<UInt64>
    /// For each step whether it is a condition.
    private let isCondition: UnsafeMutablePointer<Bool>
    private var numbers: [UnsafeMutablePointer<Double>?]
    private var texts: [UnsafeMutablePointer<UInt32>?]
    private var owned: [UnsafeMutableRawPointer] = []
    private static let words = ColumnBatch.words

    /// Makes registers for a program over a batch, whose columns the program's column steps name.
    package init(_ program: Program, over batch: ColumnBatch, kernel: ColumnKernel = .best) {
        self.program = program
        self.kernel = kernel
        self.batch = batch
        let size = max(1, program.instructions.count * Self.words)
        known = .allocate(capacity: size)
        isFalse = .allocate(capacity: size)
        known.initialize(repeating: 0, count: size)
        isFalse.initialize(repeating: 0, count: size)
        isCondition = .allocate(capacity: max(1, program.instructions.count))
        for (position, instruction) in program.instructions.enumerated() {
            (isCondition + position).initialize(to: instruction.yield == .condition)
        }
        numbers = Array(repeating: nil, count: program.instructions.count)
        texts = Array(repeating: nil, count: program.instructions.count)
        for (position, instruction) in program.instructions.enumerated() { prepare(instruction, at: position) }
    }

    deinit {
        known.deallocate()
        isFalse.deallocate()
        isCondition.deallocate()
        for buffer in owned { buffer.deallocate() }
    }

    /// Gives a step its value register, and fills the registers of constants once and for all.
    private func prepare(_ instruction: Instruction, at position: Int) {
        let (yes, no) = (truth(of: position), falsity(of: position))
        switch instruction {
        case .numberColumn(let column): numbers[position] = batch.numbers(column)
        case .textColumn(let column): texts[position] = batch.texts(column)
        case .number(let bits):
            numbers[position] = makeRegister(Double(bitPattern: bits))
            yes.update(repeating: ~0, count: Self.words)
        case .text(let identifier):
            texts[position] = makeRegister(identifier)
            yes.update(repeating: ~0, count: Self.words)
        case .boolean(let value):
            (value ? yes : no).update(repeating: ~0, count: Self.words)
        default:
            switch instruction.yield {
            case .number: numbers[position] = makeRegister(0)
            case .text: texts[position] = makeRegister(0)
            case .condition: break
            }
        }
    }

    private func makeRegister<Value: BitwiseCopyable>(_ value: Value) -> UnsafeMutablePointer<Value> {
        let register = UnsafeMutablePointer<Value>.allocate(capacity: ColumnBatch.capacity)
        register.initialize(repeating: value, count: ColumnBatch.capacity)
        owned.append(UnsafeMutableRawPointer(register))
        return register
    }

    // MARK: Results

    /// The records for which a condition is true.
    package func truth(of position: Int) -> UnsafeMutablePointer<UInt64> { known + position * Self.words }

    /// The records for which a condition is false.
    package func falsity(of position: Int) -> UnsafeMutablePointer<UInt64> { isFalse + position * Self.words }

    /// The records for which a number or text is known.
    package func knownMask(of position: Int) -> UnsafeMutablePointer<UInt64> { known + position * Self.words }

    /// The values of a number step; meaningful where it is known.
    package func numbers(of position: Int) -> UnsafePointer<Double>? { numbers[position].map { UnsafePointer($0) } }

    /// The text identifiers of a text step; meaningful where it is known.
    package func texts(of position: Int) -> UnsafePointer<UInt32>? { texts[position].map { UnsafePointer($0) } }

    /// The records of word `word` for which a step has no value.
    package func unknown(_ position: Int, word: Int) -> UInt64 {
        // In bounds: there is one for each step.
        let yes = truth(of: position)[word]
        return isCondition[position] ? ~(yes | falsity(of: position)[word]) : ~yes
    }

    /// The value of a step for one record, or nil where it is unknown.
    package func value(of position: Int, record: Int) -> Value? {
        let yes = hasBit(truth(of: position), record)
        switch program.instructions[position].yield {
        case .condition: return yes ? .boolean(true) : hasBit(falsity(of: position), record) ? .boolean(false) : nil
        case .number: return yes ? numbers[position].map { .number($0[record]) } : nil
        case .text: return yes ? texts[position].map { .text($0[record]) } : nil
        }
    }

    /// A value of a step.
    package enum Value: Sendable, Hashable {
        case number(Double)
        case text(UInt32)
        case boolean(Bool)
    }

    // MARK: Running

    /// Computes every step for the records that are in the batch now.
    package func run() {
        let words = batch.wordCount
        for position in program.instructions.indices {
            switch program.instructions[position].yield {
            case .number: runNumber(program.instructions[position], at: position, words)
            case .text: runText(program.instructions[position], at: position, words)
            case .condition: runCondition(program.instructions[position], at: position, words)
            }
        }
    }

    private func runNumber(_ instruction: Instruction, at position: Int, _ words: Int) {
        let result = truth(of: position)
        // A number step always has a value register: `prepare` made it.
        guard let out = numbers[position] else { return }
        switch instruction {
        case .numberColumn(let column): result.update(from: batch.answered(column), count: words)
        case .negate(let a): map(a, to: out, result, words) { -$0 }
        case .absolute(let a): map(a, to: out, result, words) { abs($0) }
        case .floor(let a): map(a, to: out, result, words) { $0.rounded(.down) }
        case .ceiling(let a): map(a, to: out, result, words) { $0.rounded(.up) }
        case .arithmetic(.add, let a, let b): combine(a, b, to: out, result, words) { $0 + $1 }
        case .arithmetic(.subtract, let a, let b): combine(a, b, to: out, result, words) { $0 - $1 }
        case .arithmetic(.multiply, let a, let b): combine(a, b, to: out, result, words) { $0 * $1 }
        case .arithmetic(.divide, let a, let b): combine(a, b, to: out, result, words) { $0 / $1 }
        case .arithmetic(.power, let a, let b): combine(a, b, to: out, result, words) { pow($0, $1) }
        case .minimum(let a, let b): combine(a, b, to: out, result, words) { $1 < $0 ? $1 : $0 }
        case .maximum(let a, let b): combine(a, b, to: out, result, words) { $1 > $0 ? $1 : $0 }
        case .roundHalfUp(let a, let scale): combine(a, scale, to: out, result, words, roundHalfUp)
        case .plausible(let a, let range):
            map(a, to: out, result, words) { $0 }
            let values = ColumnKernel.Side.each(out)
            for word in 0..<words {
                result[word] &= kernel.compare(.all(range.low), .lessOrEqual, values, from: word * 64)
                result[word] &= kernel.compare(values, .lessOrEqual, .all(range.high), from: word * 64)
            }
        case .count(let column):
            let sets = batch.sets(column)
            for record in 0..<words * 64 { out[record] = Double(sets[record].nonzeroBitCount) }
            result.update(from: batch.answered(column), count: words)
        case .chooseNumber(let test, let then, let otherwise):
            guard let a = numbers[then], let b = numbers[otherwise] else { return }
            let condition = truth(of: test)
            for word in 0..<words {
                kernel.choose(condition[word], a + word * 64, b + word * 64, into: out + word * 64)
            }
            choose(condition, truth(of: then), truth(of: otherwise), into: result, words)
        default: break
        }
    }

    private func runText(_ instruction: Instruction, at position: Int, _ words: Int) {
        let result = truth(of: position)
        switch instruction {
        case .textColumn(let column): result.update(from: batch.answered(column), count: words)
        case .chooseText(let test, let then, let otherwise):
            guard let out = texts[position], let a = texts[then], let b = texts[otherwise] else { return }
            let condition = truth(of: test)
            for record in 0..<words * 64 { out[record] = hasBit(condition, record) ? a[record] : b[record] }
            choose(condition, truth(of: then), truth(of: otherwise), into: result, words)
        default: break
        }
    }

    private func runCondition(_ instruction: Instruction, at position: Int, _ words: Int) {
        let (yes, no) = (truth(of: position), falsity(of: position))
        switch instruction {
        case .booleanColumn(let column):
            let (truths, answered) = (batch.truths(column), batch.answered(column))
            for word in 0..<words {
                yes[word] = truths[word] & answered[word]
                no[word] = answered[word] & ~truths[word]
            }
        case .compare(let symbol, let a, let b): compare(symbol, a, b, yes, no, words)
        case .equalTexts(let a, let b):
            guard let left = texts[a], let right = texts[b] else { return }
            decide(truth(of: a), truth(of: b), yes, no, words) { left[$0] == right[$0] }
        case .equalConditions(let a, let b):
            let (aYes, aNo, bYes, bNo) = (truth(of: a), falsity(of: a), truth(of: b), falsity(of: b))
            for word in 0..<words {
                yes[word] = (aYes[word] & bYes[word]) | (aNo[word] & bNo[word])
                no[word] = (aYes[word] & bNo[word]) | (aNo[word] & bYes[word])
            }
        case .inside(let value, let low, let high, let ends): inside(value, low, high, ends, yes, no, words)
        case .contains(let column, let bit):
            let (sets, answered) = (batch.sets(column), batch.answered(column))
            let wanted: UInt64 = 1 << UInt64(bit)
            decide(answered, answered, yes, no, words) { sets[$0] & wanted != 0 }
        case .and(let a, let b):
            let (aYes, aNo, bYes, bNo) = (truth(of: a), falsity(of: a), truth(of: b), falsity(of: b))
            for word in 0..<words {
                yes[word] = aYes[word] & bYes[word]
                no[word] = aNo[word] | bNo[word]
            }
        case .or(let a, let b):
            let (aYes, aNo, bYes, bNo) = (truth(of: a), falsity(of: a), truth(of: b), falsity(of: b))
            for word in 0..<words {
                yes[word] = aYes[word] | bYes[word]
                no[word] = aNo[word] & bNo[word]
            }
        case .not(let a):
            yes.update(from: falsity(of: a), count: words)
            no.update(from: truth(of: a), count: words)
        case .isMissing(let a):
            for word in 0..<words {
                yes[word] = unknown(a, word: word)
                no[word] = ~yes[word]
            }
        case .setIsMissing(let column):
            let answered = batch.answered(column)
            for word in 0..<words {
                yes[word] = ~answered[word]
                no[word] = answered[word]
            }
        case .chooseCondition(let test, let then, let otherwise):
            let condition = truth(of: test)
            choose(condition, truth(of: then), truth(of: otherwise), into: yes, words)
            choose(condition, falsity(of: then), falsity(of: otherwise), into: no, words)
        default: break
        }
    }

    // MARK: Loops

    /// 64 tests as one mask word.
    @inline(__always)
    private func bits(_ word: Int, _ test: (Int) -> Bool) -> UInt64 {
        var result: UInt64 = 0
        for bit in 0..<64 { result |= (test(word &* 64 &+ bit) ? 1 : 0) &<< UInt64(bit) }
        return result
    }

    /// Sets is-true and is-false where both sides are known, by a test of a record.
    @inline(__always)
    private func decide(
        _ aKnown: UnsafePointer<UInt64>,
        _ bKnown: UnsafePointer<UInt64>,
        _ yes: UnsafeMutablePointer<UInt64>,
        _ no: UnsafeMutablePointer<UInt64>,
        _ words: Int,
        _ test: (Int) -> Bool
    ) {
        for word in 0..<words {
            let (both, holds) = (aKnown[word] & bKnown[word], bits(word, test))
            yes[word] = both & holds
            no[word] = both & ~holds
        }
    }

    /// Applies a function that gives a finite number for every finite one.
    @inline(__always)
    private func map(
        _ a: Int,
        to out: UnsafeMutablePointer<Double>,
        _ result: UnsafeMutablePointer<UInt64>,
        _ words: Int,
        _ function: (Double) -> Double
    ) {
        guard let operand = numbers[a] else { return }
        for record in 0..<words * 64 { out[record] = function(operand[record]) }
        result.update(from: truth(of: a), count: words)
    }

    /// Applies an operation; where its result is not finite (`x / 0`, overflow) it is unknown.
    @inline(__always)
    private func combine(
        _ a: Int,
        _ b: Int,
        to out: UnsafeMutablePointer<Double>,
        _ result: UnsafeMutablePointer<UInt64>,
        _ words: Int,
        _ operation: (Double, Double) -> Double
    ) {
        guard let left = numbers[a], let right = numbers[b] else { return }
        for record in 0..<words * 64 { out[record] = operation(left[record], right[record]) }
        let (aKnown, bKnown) = (truth(of: a), truth(of: b))
        let largest = Double.greatestFiniteMagnitude
        for word in 0..<words {
            let isAbove = kernel.compare(.all(-largest), .lessOrEqual, .each(out), from: word * 64)
            let isBelow = kernel.compare(.each(out), .lessOrEqual, .all(largest), from: word * 64)
            result[word] = aKnown[word] & bKnown[word] & isAbove & isBelow
        }
    }

    private func compare(
        _ symbol: ComparisonOperator,
        _ a: Int,
        _ b: Int,
        _ yes: UnsafeMutablePointer<UInt64>,
        _ no: UnsafeMutablePointer<UInt64>,
        _ words: Int
    ) {
        guard let left = side(a), let right = side(b) else { return }
        let (aKnown, bKnown) = (truth(of: a), truth(of: b))
        // `a > b` is `b < a`, and `a != b` is the contrary of `a = b`, both where both are known.
        let (relation, isSwapped): (ColumnKernel.Relation, Bool) =
            switch symbol {
            case .equal, .notEqual: (.equal, false)
            case .less: (.less, false)
            case .lessOrEqual: (.lessOrEqual, false)
            case .greater: (.less, true)
            case .greaterOrEqual: (.lessOrEqual, true)
            }
        let (first, second) = isSwapped ? (right, left) : (left, right)
        let contrary: UInt64 = symbol == .notEqual ? ~0 : 0
        for word in 0..<words {
            let holds = kernel.compare(first, relation, second, from: word * 64) ^ contrary
            let both = aKnown[word] & bKnown[word]
            yes[word] = both & holds
            no[word] = both & ~holds
        }
    }

    /// A number step as a side of comparisons.
    private func side(_ step: Int) -> ColumnKernel.Side? {
        if let constant = program.constant(step) { return .all(constant) }
        return numbers[step].map { .each(UnsafePointer($0)) }
    }

    private func inside(
        _ value: Int,
        _ low: Int,
        _ high: Int,
        _ ends: Interval.Ends,
        _ yes: UnsafeMutablePointer<UInt64>,
        _ no: UnsafeMutablePointer<UInt64>,
        _ words: Int
    ) {
        guard let x = side(value), let from = side(low), let to = side(high) else { return }
        let (xKnown, fromKnown, toKnown) = (truth(of: value), truth(of: low), truth(of: high))
        for word in 0..<words {
            let above = kernel.compare(from, ends.includesLow ? .lessOrEqual : .less, x, from: word * 64)
            let below = kernel.compare(x, ends.includesHigh ? .lessOrEqual : .less, to, from: word * 64)
            let all = xKnown[word] & fromKnown[word] & toKnown[word]
            yes[word] = all & above & below
            no[word] = all & ~(above & below)
        }
    }

    /// Takes the bits of one mask where a condition is true, else (false or unknown) those of another.
    @inline(__always)
    private func choose(
        _ condition: UnsafePointer<UInt64>,
        _ then: UnsafePointer<UInt64>,
        _ otherwise: UnsafePointer<UInt64>,
        into result: UnsafeMutablePointer<UInt64>,
        _ words: Int
    ) {
        for word in 0..<words {
            result[word] = (condition[word] & then[word]) | (~condition[word] & otherwise[word])
        }
    }
}

/// Rounds to `scale` decimals, halves away from zero (DMN 1.5, 10.3.4.5), in double arithmetic.
private func roundHalfUp(_ value: Double, _ scale: Double) -> Double {
    let power = pow(10, scale.rounded(.towardZero))
    let scaled = value * power
    // From 2^52 on a double has no fraction to round.
    guard abs(scaled) < 4_503_599_627_370_496 else { return scale > 0 ? value : scaled / power }
    return scaled.rounded(.toNearestOrAwayFromZero) / power
}
