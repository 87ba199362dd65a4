// How common each cause is in a cohort.

internal import Cohort
internal import Prevalence
internal import RuleSets

/// How common each cause is, overall and by group.
public struct CohortSummary: Sendable {
    /// One cause in one cell of the groups.
    public struct Cell: Sendable {
        /// The cause's id.
        public let cause: String
        /// The group in each dimension, in the order asked for; nil stands for all.
        public let groups: [String?]
        /// Eligible records.
        public let records: Int
        /// Records in which the cause is present.
        public let present: Int
        /// Records in which it is absent.
        public let absent: Int
        /// Records in which a missing answer leaves it open.
        public let undetermined: Int
        /// Records in which everything that the cause's rules read has a value.
        public let complete: Int
        /// Those of them in which the cause is present.
        public let completePresent: Int
        /// `completePresent` among `complete`; nil if there are none.
        public let prevalence: Double?
        /// The prevalence's 95 % Wilson score interval, without continuity correction.
        public let interval: ClosedRange<Double>?
        /// The share present if every undetermined record were absent, or present (Manski bounds).
        public let bounds: ClosedRange<Double>?
    }

    /// Records read, rejected ones included.
    public let recordsRead: Int
    /// Records rejected as malformed.
    public let recordsRejected: Int
    /// Records of the population.
    public let eligible: Int
    /// The cells of every cause that could be assessed, in the order of `lumbar summarise --format csv`.
    public let cells: [Cell]
    /// The ids of causes, and of rules as `cause.rule`, that the files have no columns for.
    public let notAssessed: [String]

    init(_ result: RunResult) {
        recordsRead = result.recordsRead
        recordsRejected = result.recordsRejected
        eligible = result.summary.eligibility.eligible
        notAssessed = result.plan.notAssessed.map(\.subject)
        let dimensions = result.summary.dimensions
        cells = result.summary.causes.filter(\.isAssessed).flatMap { cause in
            zip(result.summary.cells, cause.counts).map { groups, counts in
                Cell(
                    cause: cause.cause.id,
                    groups: zip(dimensions, groups).map { dimension, group in group.map { dimension.groups[$0] } },
                    records: counts.records,
                    present: counts.present,
                    absent: counts.absent,
                    undetermined: counts.undetermined,
                    complete: counts.complete,
                    completePresent: counts.completePresent,
                    prevalence: counts.prevalence,
                    interval: counts.interval,
                    bounds: counts.bounds
                )
            }
        }
    }
}
