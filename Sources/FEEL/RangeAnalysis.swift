// Which conditions can never hold, or always do, as far as the ranges of the columns show.

/// Interval arithmetic over a program. Its answers are safe in one direction: "never" and "always" are proven, "can" may be too wide.
package struct RangeAnalysis {
    /// What a condition can be, unknown aside.
    package struct Possibilities: Sendable, Hashable {
        /// Whether it can be true.
        package var canHold: Bool
        /// Whether it can be false.
        package var canFail: Bool
    }

    private let program: Program
    private let intervals: [Interval]
    private var memory: [Assumption: Constraints?] = [:]

    /// The intervals that steps are confined to, under an assumption.
    private typealias Constraints = [Int: Interval]

    private struct Assumption: Hashable {
        var position: Int
        var holds: Bool
    }

    /// Computes the interval of every number step from those of the columns; a column without one can be any number.
    package init(_ program: Program, columnRanges: [Int: Interval]) {
        self.program = program
        var intervals: [Interval] = []
        for instruction in program.instructions {
            intervals.append(Self.interval(of: instruction, intervals, columnRanges))
        }
        self.intervals = intervals
    }

    private static func interval(
        of instruction: Instruction,
        _ known: [Interval],
        _ columnRanges: [Int: Interval]
    ) -> Interval {
        switch instruction {
        case .numberColumn(let column): return columnRanges[column] ?? .all
        case .number(let bits): return Interval(Double(bitPattern: bits), Double(bitPattern: bits))
        case .negate(let a): return Interval(-known[a].high, -known[a].low)
        case .arithmetic(.add, let a, let b):
            return Interval(known[a].low + known[b].low, known[a].high + known[b].high)
        case .arithmetic(.subtract, let a, let b):
            return Interval(known[a].low - known[b].high, known[a].high - known[b].low)
        case .minimum(let a, let b):
            return Interval(min(known[a].low, known[b].low), min(known[a].high, known[b].high))
        case .maximum(let a, let b):
            return Interval(max(known[a].low, known[b].low), max(known[a].high, known[b].high))
        case .plausible(let a, let range): return known[a].intersection(range)
        case .count: return Interval(0, 64)
        case .chooseNumber(_, let a, let b):
            return known[a].hull(known[b])
        case .unknownNumber: return Interval(1, 0)
        default: return .all
        }
    }

    /// What a condition step can be.
    package mutating func possibilities(of position: Int) -> Possibilities {
        Possibilities(
            canHold: constraints(Assumption(position: position, holds: true)) != nil,
            canFail: constraints(Assumption(position: position, holds: false)) != nil
        )
    }

    /// What must lie where if the assumption is right; nil if it cannot be.
    private mutating func constraints(_ assumption: Assumption) -> Constraints? {
        if let known = memory[assumption] { return known }
        let result = computeConstraints(assumption)
        memory[assumption] = .some(result)
        return result
    }

    private mutating func computeConstraints(_ assumption: Assumption) -> Constraints? {
        let holds = assumption.holds
        switch program.instructions[assumption.position] {
        case .boolean(let value): return value == holds ? [:] : nil
        case .unknownCondition: return nil
        case .not(let a): return constraints(Assumption(position: a, holds: !holds))
        case .and(let a, let b):
            return holds ? both(a, b, holds: true) : either(a, b, holds: false)
        case .or(let a, let b):
            return holds ? either(a, b, holds: true) : both(a, b, holds: false)
        case .compare(let symbol, let a, let b):
            guard let limit = program.constant(b) else { return [:] }
            return confine(a, to: Self.region(symbol, limit, holds: holds))
        case .inside(let value, let low, let high, let ends):
            guard let from = program.constant(low), let to = program.constant(high) else { return [:] }
            let range = Interval(from, to, ends: ends)
            if holds { return confine(value, to: range) }
            return range.contains(intervals[value]) ? nil : [:]
        default: return [:]
        }
    }

    private func confine(_ position: Int, to region: Interval?) -> Constraints? {
        guard let region else { return [:] }
        let rest = intervals[position].intersection(region)
        return rest.isEmpty ? nil : [position: rest]
    }

    /// The numbers for which a comparison with a constant holds, or fails; nil where they are no interval.
    private static func region(_ symbol: ComparisonOperator, _ limit: Double, holds: Bool) -> Interval? {
        let below = Interval(-.infinity, limit, ends: Interval.Ends(includesLow: true, includesHigh: false))
        let above = Interval(limit, .infinity, ends: Interval.Ends(includesLow: false, includesHigh: true))
        switch (symbol, holds) {
        case (.less, true), (.greaterOrEqual, false): return below
        case (.lessOrEqual, true), (.greater, false): return Interval(-.infinity, limit)
        case (.greater, true), (.lessOrEqual, false): return above
        case (.greaterOrEqual, true), (.less, false): return Interval(limit, .infinity)
        case (.equal, true), (.notEqual, false): return Interval(limit, limit)
        case (.equal, false), (.notEqual, true): return nil
        }
    }

    private mutating func both(_ a: Int, _ b: Int, holds: Bool) -> Constraints? {
        guard let left = constraints(Assumption(position: a, holds: holds)),
            let right = constraints(Assumption(position: b, holds: holds))
        else { return nil }
        let merged = left.merging(right) { $0.intersection($1) }
        return merged.values.contains(where: \.isEmpty) ? nil : merged
    }

    private mutating func either(_ a: Int, _ b: Int, holds: Bool) -> Constraints? {
        let left = constraints(Assumption(position: a, holds: holds))
        let right = constraints(Assumption(position: b, holds: holds))
        guard let left else { return right }
        guard let right else { return left }
        var merged: Constraints = [:]
        for (position, interval) in left {
            if let other = right[position] { merged[position] = interval.hull(other) }
        }
        return merged
    }
}
