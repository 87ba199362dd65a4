// The distribution of a number in the population: quartiles, and a histogram whose bins lie within the groups, with what could tell of few people taken out.

internal import Codebook
package import Prevalence
package import RuleSets

/// A number by which records are grouped, in finer detail than the groups.
///
/// A bin never crosses the bounds of the groups, whose counts are shown besides, so that no difference between a sum of bins and a group says anything.
/// Within a group that is shown, bins of few records are joined to their neighbours; a group that is hidden is one hidden bin. Where the thresholds of a
/// cause cut the same number elsewhere than the groups do, the bins are the groups.
package struct ValueFigures: Sendable {
    /// Neighbouring values that are counted together.
    package struct Bin: Sendable {
        /// The lower end, which belongs to it, and the upper end, which does not; nil where it is open.
        package let low: Double?, high: Double?
        /// Where an open bin begins or ends on a drawing.
        package let drawn: ClosedRange<Double>
        /// Its records.
        package fileprivate(set) var records: Shown<Int>
    }

    /// The three quartiles: linear between the two records beside each (Hyndman and Fan's definition 7, which R and NumPy use).
    package struct Quartiles: Sendable, Hashable {
        package let lower: Shown<Double>, median: Shown<Double>, upper: Shown<Double>
    }

    /// The grouping.
    package let group: Group
    /// The label and the unit of its variable.
    package let label: String, unit: String?
    /// Records in which the number is known.
    package let known: Shown<Int>
    /// Its quartiles.
    package let quartiles: Quartiles
    /// How finely values are told apart for them: each counts as the multiple of this below it.
    package let resolution: Double
    /// The histogram.
    package let bins: [Bin]
    /// Whether the bins are finer than the groups.
    package let isFiner: Bool

    /// The distributions of a tally, for the groupings by bands among those shown.
    ///
    /// - Parameters:
    ///   - tally: The counts on the grid.
    ///   - plan: The plan that they were counted by, with the rule sets that are compared.
    ///   - shown: For each grouping of the plan its groups with their records as they are shown, `unknown` last.
    ///   - eligible: Records of the population, which are shown.
    ///   - minimum: The smallest count that is shown; 0 shows all.
    /// - Returns: One for each grouping by bands.
    package static func all(
        _ tally: ValueTally,
        _ plan: Plan,
        shown: [[Shown<Int>]],
        eligible: Int,
        minimum: Int
    ) -> [ValueFigures] {
        let groupings = (plan.groups + plan.describedGroups).map(\.group)
        return zip(groupings, zip(tally.distributions, shown)).compactMap { group, counted in
            guard let distribution = counted.0, counted.1.count == group.labels.count + 1 else { return nil }
            return ValueFigures(group, distribution, plan, shown: counted.1, eligible: eligible, minimum: minimum)
        }
    }

    private init(
        _ group: Group,
        _ distribution: ValueTally.Distribution,
        _ plan: Plan,
        shown: [Shown<Int>],
        eligible: Int,
        minimum: Int
    ) {
        self.group = group
        let ruleSet = plan.ruleSet
        label = ruleSet.label(of: group.variable)
        unit =
            ruleSet.codebook.position(of: group.variable).flatMap { ruleSet.codebook.variables[$0].unit }
            ?? ruleSet.derived.first { $0.id == group.variable }?.unit
        let grid = distribution.grid
        resolution = grid.unitsPerStep / grid.perUnit
        let total = distribution.counts.reduce(0, +)
        known = shown.last?.isHidden ?? true ? .hidden : .value(total)
        let mayRefine = minimum == 0 || plan.cutsOnlyAtBounds(group)
        let histogram = Histogram(distribution, group, minimum: minimum, mayRefine: mayRefine)
        isFiner = histogram.isFiner
        bins = histogram.bins(hiding: shown.dropLast().map(\.isHidden))
        let ranks = QuartileRanks(distribution, bins: histogram.steps(hiding: shown.dropLast().map(\.isHidden)))
        quartiles = ranks.quartiles(
            hiddenUnknown: shown.last?.isHidden ?? true ? eligible - total : nil,
            eligible: eligible,
            minimum: minimum
        )
    }
}

// MARK: The histogram

/// The bins of one distribution as ranges of steps, group by group.
private struct Histogram {
    /// For each group its bins.
    private var groups: [[Range<Int>]]
    private let distribution: ValueTally.Distribution
    private let drawn: ClosedRange<Int>
    let isFiner: Bool

    private static let mostBins = 24

    init(_ distribution: ValueTally.Distribution, _ group: Group, minimum: Int, mayRefine: Bool) {
        self.distribution = distribution
        let (grid, counts) = (distribution.grid, distribution.counts)
        let bounds = group.bands.map { grid.step(beginningAt: $0) }
        // Where most records are: at the ends as many are left out as may not be told apart.
        let total = counts.reduce(0, +)
        let spared = max(1, minimum)
        let low = Self.step(ofRank: min(spared, total) - 1, counts) ?? 0
        let high = Self.step(ofRank: max(0, total - spared), counts) ?? counts.count - 1
        let limit = max(4, min(Self.mostBins, Int(Double(total).squareRoot())))
        let width = Self.width(span: max(1, high - low + 1), limit: limit)
        let inner = bounds.compactMap(\.self).filter { (0...counts.count).contains($0) }
        guard inner.count == group.bands.count, inner == inner.sorted() else {
            // The grid cannot tell the groups apart: there is nothing to draw.
            (groups, drawn, isFiner) = ([], 0...1, false)
            return
        }
        let ends = [0] + inner + [counts.count]
        func multiple(atOrBelow step: Int) -> Int {
            let place = grid.first + step
            return step - ((place % width) + width) % width
        }
        let start = max(0, multiple(atOrBelow: low))
        let end = min(counts.count, multiple(atOrBelow: high) + width)
        groups = zip(ends, ends.dropFirst()).map { first, last in
            guard mayRefine, first < last else { return [first..<last] }
            var edges = [first]
            var next = multiple(atOrBelow: max(first, start)) + width
            while next < min(last, end) {
                // A sliver beside a bound of the groups joins its neighbour.
                let isSliver =
                    2 * (next - first) < width && first > 0 || 2 * (last - next) < width && last < counts.count
                if !isSliver { edges.append(next) }
                next += width
            }
            edges.append(last)
            return zip(edges, edges.dropFirst()).map { $0..<$1 }
        }
        drawn =
            min(
                start,
                inner.first.map { max(0, $0 - width) } ?? start
            )...max(
                end,
                inner.last.map { min(counts.count, $0 + width) } ?? end
            )
        for index in groups.indices {
            groups[index] = Self.joined(
                groups[index],
                counts,
                minimum: minimum,
                isFirst: index == 0,
                isLast: index == groups.count - 1
            )
        }
        isFiner = groups.contains { $0.count > 1 }
    }

    /// The step of the record of a rank, from 0.
    static func step(ofRank rank: Int, _ counts: [Int]) -> Int? {
        guard rank >= 0 else { return nil }
        var sum = 0
        for (step, count) in counts.enumerated() {
            sum += count
            if sum > rank { return step }
        }
        return nil
    }

    /// The smallest of 1, 2, 5, 10 … steps of which no more than `limit` make up the span.
    private static func width(span: Int, limit: Int) -> Int {
        var power = 1
        while true {
            for factor in [1, 2, 5] where factor * power * limit >= span { return factor * power }
            power *= 10
        }
    }

    /// The bins of a group, those of too few records joined to a neighbour, and empty ones at the ends of everything to the next.
    private static func joined(
        _ bins: [Range<Int>],
        _ counts: [Int],
        minimum: Int,
        isFirst: Bool,
        isLast: Bool
    ) -> [Range<Int>] {
        var bins = bins
        var records = bins.map { counts[$0].reduce(0, +) }
        func join(_ place: Int, _ other: Int) {
            let (a, b) = (min(place, other), max(place, other))
            bins[a] = bins[a].lowerBound..<bins[b].upperBound
            records[a] += records[b]
            bins.remove(at: b)
            records.remove(at: b)
        }
        while isFirst, bins.count > 1, records[0] == 0 { join(0, 1) }
        while isLast, bins.count > 1, records[bins.count - 1] == 0 { join(bins.count - 1, bins.count - 2) }
        while bins.count > 1, let small = records.firstIndex(where: { minimum.hides($0) }) {
            let neighbours = [small - 1, small + 1].filter(bins.indices.contains)
            join(small, neighbours.min { records[$0] < records[$1] } ?? small)
        }
        return bins
    }

    /// Every bin with its records, nil where its group is hidden.
    func steps(hiding hidden: [Bool]) -> [(steps: Range<Int>, records: Int, isHidden: Bool)] {
        zip(groups, hidden).flatMap { bins, isHidden in
            let kept = isHidden ? [(bins.first?.lowerBound ?? 0)..<(bins.last?.upperBound ?? 0)] : bins
            return kept.map { ($0, distribution.counts[$0].reduce(0, +), isHidden) }
        }
    }

    /// The bins as they are shown.
    func bins(hiding hidden: [Bool]) -> [ValueFigures.Bin] {
        let grid = distribution.grid
        let all = steps(hiding: hidden)
        return all.enumerated().map { place, bin in
            let (isFirst, isLast) = (place == 0, place == all.count - 1)
            let low = max(bin.steps.lowerBound, isFirst ? drawn.lowerBound : 0)
            let high = min(bin.steps.upperBound, isLast ? drawn.upperBound : distribution.counts.count)
            let start = grid.value(ofStep: min(low, bin.steps.upperBound))
            return ValueFigures.Bin(
                low: isFirst ? nil : grid.value(ofStep: bin.steps.lowerBound),
                high: isLast ? nil : grid.value(ofStep: bin.steps.upperBound),
                drawn: start...max(start, grid.value(ofStep: high)),
                records: bin.isHidden ? .hidden : .value(bin.records)
            )
        }
    }
}

// MARK: Quartiles

/// Where the quartiles lie among the bins.
private struct QuartileRanks {
    private let distribution: ValueTally.Distribution
    private let bins: [(steps: Range<Int>, records: Int, isHidden: Bool)]

    init(
        _ distribution: ValueTally.Distribution,
        bins: [(steps: Range<Int>, records: Int, isHidden: Bool)]
    ) {
        self.distribution = distribution
        self.bins = bins
    }

    /// The quartiles, hidden where they would narrow a hidden count. `hiddenUnknown` is how many records have no value, if that is hidden.
    func quartiles(hiddenUnknown: Int?, eligible: Int, minimum: Int) -> ValueFigures.Quartiles {
        let counts = distribution.counts
        let total = counts.reduce(0, +)
        func quartile(_ quarter: Int) -> Shown<Double> {
            guard total > 0 else { return hiddenUnknown == nil ? .none : .hidden }
            let (rank, rest) = ((total - 1) * quarter / 4, (total - 1) * quarter % 4)
            guard let below = Histogram.step(ofRank: rank, counts),
                let above = Histogram.step(ofRank: min(total - 1, rank + 1), counts)
            else { return .none }
            let isAtEnd = [0, counts.count - 1].contains { $0 == below || $0 == above }
            guard distribution.isWhole || !isAtEnd else { return .none }
            guard minimum == 0 || mayShow(quarter, below, above, hiddenUnknown, total, eligible, minimum) else {
                return .hidden
            }
            let (low, high) = (distribution.grid.value(ofStep: below), distribution.grid.value(ofStep: above))
            return .value(low + (high - low) * Double(rest) / 4)
        }
        return ValueFigures.Quartiles(lower: quartile(1), median: quartile(2), upper: quartile(3))
    }

    /// Whether a quartile says no more of a hidden count than the shown ones do.
    ///
    /// A quartile says in which bin the records of two ranks lie. Let H be the records of all hidden bins, and of the unknown if those are hidden; a reader knows
    /// H. If the ranks lie in that bin however the H are spread, or if all hidden bins are on one side of it, nothing is learned.
    private func mayShow(
        _ quarter: Int,
        _ below: Int,
        _ above: Int,
        _ hiddenUnknown: Int?,
        _ total: Int,
        _ eligible: Int,
        _ minimum: Int
    ) -> Bool {
        guard total >= 4 * minimum, let first = bins.firstIndex(where: { $0.steps.contains(below) }),
            let last = bins.firstIndex(where: { $0.steps.contains(above) }), !bins[first].isHidden, !bins[last].isHidden
        else { return false }
        let hidden = bins.indices.filter { bins[$0].isHidden }
        if hiddenUnknown == nil, hidden.allSatisfy({ $0 < first }) || hidden.allSatisfy({ $0 > last }) { return true }
        guard first == last else { return false }
        let open = hidden.reduce(hiddenUnknown ?? 0) { $0 + bins[$1].records }
        let before = bins[..<first].reduce(0) { $0 + ($1.isHidden ? 0 : $1.records) }
        let fewest = hiddenUnknown == nil ? total : eligible - open
        let most = hiddenUnknown == nil ? total : eligible
        guard fewest > 0 else { return false }
        let (lowestRank, highestRank) = ((fewest - 1) * quarter / 4, (most - 1) * quarter / 4 + 1)
        return before + open <= lowestRank && highestRank < before + bins[first].records
    }
}
