// How the values of the variables that describe the population are distributed: counts on a fine grid, which merge by addition.

internal import Codebook
internal import Columns
package import FEEL
package import RuleSets

/// The grid on which the values of one number are counted: steps of a hundredth, or of a higher power of ten where the variable's range is wide.
package struct ValueGrid: Sendable, Hashable {
    /// The most steps that a grid has.
    package static let maximumSteps = 1 << 16

    /// The width of a step is `1 / perUnit`, or `unitsPerStep` where that is above 1.
    package let perUnit: Double, unitsPerStep: Double
    /// The number of the first step, and how many there are. Values beyond the ends count at the ends.
    package let first: Int, count: Int

    /// Makes a grid over a range. One that is wider than about 10^18 is not told apart.
    package init(_ range: ClosedRange<Double>) {
        func clamped(_ value: Double) -> Double { min(1e18, max(-1e18, value)) }
        let bounded = clamped(range.lowerBound)...clamped(range.upperBound)
        var (perUnit, unitsPerStep) = (100.0, 1.0)
        while (bounded.upperBound - bounded.lowerBound) * perUnit / unitsPerStep >= Double(Self.maximumSteps - 2) {
            if perUnit > 1 { perUnit /= 10 } else { unitsPerStep *= 10 }
        }
        (self.perUnit, self.unitsPerStep) = (perUnit, unitsPerStep)
        first = Int((bounded.lowerBound * perUnit / unitsPerStep).rounded(.down))
        count = Int((bounded.upperBound * perUnit / unitsPerStep).rounded(.down)) - first + 1
    }

    /// Where a step begins. A step holds the values from here on, up to where the next one begins.
    package func value(ofStep step: Int) -> Double { start(first + step) }

    /// The step that begins at a value; nil if none does.
    package func step(beginningAt value: Double) -> Int? {
        let place = (value * perUnit / unitsPerStep).rounded()
        guard abs(place) < 1e17, start(Int(place)) == value else { return nil }
        return Int(place) - first
    }

    /// The step that a value is in, from 0 to `count` − 1.
    ///
    /// It is the last that does not begin above the value, as numbers are compared: so a step that begins at a bound of the groups has the records that
    /// the groups have from there on.
    package func step(of value: Double) -> Int {
        let place = min(Double(first + count - 1), max(Double(first), value * perUnit / unitsPerStep))
        var whole = Int(place)
        // Rounded towards zero, and the product may be off by its last digit.
        if start(whole) > value { whole -= 1 } else if start(whole + 1) <= value { whole += 1 }
        return min(count - 1, max(0, whole - first))
    }

    private func start(_ place: Int) -> Double { Double(place) * unitsPerStep / perUnit }
}

/// One worker's count of the values of each grouping by bands: those of the summary, then those that describe the population besides.
package struct ValueTally: Sendable {
    /// For each of the plan's groupings the grid and the records of each step; nil for groupings that are not by bands of a number.
    package private(set) var distributions: [Distribution?]

    /// The records of each step of a grid.
    package struct Distribution: Sendable {
        /// The grid.
        package let grid: ValueGrid
        /// Whether no value lies beyond the grid's ends.
        package let isWhole: Bool
        /// The records of each step.
        package fileprivate(set) var counts: [Int]
    }

    /// Makes an empty tally.
    package init(_ plan: Plan) {
        distributions = (plan.groups + plan.describedGroups).map { planned in
            guard case .bands(_, let bounds) = planned.kind, let low = bounds.first, let high = bounds.last else {
                return nil
            }
            let ruleSet = plan.ruleSet
            let name = planned.group.variable
            let range =
                ruleSet.codebook.position(of: name).flatMap { ruleSet.codebook.variables[$0].range }
                ?? ruleSet.derived.first { $0.id == name }?.range
            // A variable without a range: far enough around the bands for quartiles.
            let reach = 4 * max(high - low, abs(high), abs(low), 1)
            let grid = ValueGrid(range ?? min(0, low - reach)...high + reach)
            return Distribution(grid: grid, isWhole: range != nil, counts: Array(repeating: 0, count: grid.count))
        }
    }

    /// Counts records of the population. O(groupings × records).
    package mutating func add(_ plan: Plan, _ evaluator: Evaluator) {
        let batch = evaluator.batch
        for (place, planned) in (plan.groups + plan.describedGroups).enumerated() {
            guard case .bands(let step, _) = planned.kind, let values = evaluator.numbers(of: step),
                let grid = distributions[place]?.grid
            else { continue }
            let known = evaluator.knownMask(of: step)
            distributions[place]?.counts.withUnsafeMutableBufferPointer { counts in
                for word in 0..<batch.wordCount {
                    let present = batch.present(inWord: word) & known[word]
                    var left = plan.population.map { evaluator.truth(of: $0)[word] & present } ?? present
                    while left != 0 {
                        counts[grid.step(of: values[word * 64 + left.trailingZeroBitCount])] += 1
                        left &= left &- 1
                    }
                }
            }
        }
    }

    /// Adds the counts of another worker's tally of the same plan.
    package static func += (left: inout ValueTally, right: ValueTally) {
        for place in left.distributions.indices {
            guard let other = right.distributions[place]?.counts else { continue }
            for step in other.indices { left.distributions[place]?.counts[step] += other[step] }
        }
    }
}
