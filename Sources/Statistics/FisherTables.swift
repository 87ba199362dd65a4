// All tables of groups by present and absent that have the same margins.

/// Enumerates the tables with the margins of an observed one.
struct FisherTables {
    /// How many tables are enumerated at most.
    static let limit = 2_000_000.0

    private let observed: [Int]
    /// For each group, the probability of each number of events in a binomial with the common share, up to a factor: tables have, given their
    /// margins, probabilities in proportion to the products. The factor makes the largest 1, so nothing overflows.
    private let weights: [[Double]]
    private let total: Int
    /// How many events the groups from each on can have.
    private let capacity: [Int]

    /// Nil if there are too many tables.
    init?(_ groups: [GroupCounts]) {
        let records = groups.reduce(0) { $0 + $1.records }
        let events = groups.reduce(0) { $0 + $1.events }
        // The rarer answer makes the same tables with shorter rows. The largest group comes last, where the margin leaves no choice.
        let isRare = 2 * events <= records
        let rows = groups.filter { $0.records > 0 }.sorted { $0.records < $1.records }
        let total = isRare ? events : records - events
        guard total > 0, rows.count > 1, Self.count(rows.map(\.records), total) <= Self.limit else { return nil }
        self.total = total
        observed = rows.map { isRare ? $0.events : $0.others }
        let share = Double(total) / Double(records)
        weights = rows.map { Self.binomial($0.records, share, upTo: min($0.records, total)) }
        var capacity = [0]
        for row in rows.reversed() { capacity.append(min(total, capacity[capacity.count - 1] + row.records)) }
        self.capacity = capacity.reversed()
    }

    /// How many tables there are, or a number above the limit.
    private static func count(_ rows: [Int], _ total: Int) -> Double {
        guard Double(total) * Double(rows.count) <= limit else { return .infinity }
        // ways[t]: in how many ways the rows so far hold t events.
        var ways = [1.0] + Array(repeating: 0, count: total)
        for row in rows {
            var window = 0.0
            var next = ways
            for events in 0...total {
                window += ways[events]
                if events > row { window -= ways[events - row - 1] }
                next[events] = window
            }
            ways = next
        }
        return ways[total]
    }

    private static func binomial(_ n: Int, _ share: Double, upTo highest: Int) -> [Double] {
        let mode = min(highest, Int(Double(n + 1) * share))
        var weights = [Double](repeating: 0, count: highest + 1)
        weights[mode] = 1
        let odds = share / (1 - share)
        for x in stride(from: mode, to: highest, by: 1) {
            weights[x + 1] = weights[x] * Double(n - x) / Double(x + 1) * odds
        }
        for x in stride(from: mode, to: 0, by: -1) {
            weights[x - 1] = weights[x] * Double(x) / Double(n - x + 1) / odds
        }
        return weights
    }

    /// The share of the tables that are at most as likely as the observed one.
    func pValue() -> Double {
        let likely = zip(weights, observed).reduce(1) { $0 * $1.0[$1.1] } * (1 + 1e-7)
        var (all, extreme) = (0.0, 0.0)
        func visit(_ row: Int, _ left: Int, _ weight: Double) {
            if row == weights.count - 1 {
                let table = weight * weights[row][left]
                all += table
                if table <= likely { extreme += table }
                return
            }
            let least = max(0, left - capacity[row + 1])
            for events in stride(from: least, through: min(left, weights[row].count - 1), by: 1) {
                visit(row + 1, left - events, weight * weights[row][events])
            }
        }
        visit(0, total, 1)
        return min(1, extreme / all)
    }
}
