// Where tallies read what they count.

internal import RuleSets

/// Where a cause's facts are read from: its verdict's step, and ranges of lists that all causes share. Nothing in it is counted by reference, which for
/// each cause and 64 records would cost as much as the counting.
struct CauseSteps {
    /// The step of the verdict; nil if the cause is not assessed.
    var position: Int?
    /// The columns that must be answered for a record to be complete, and the steps that must be known.
    var completeColumns: Range<Int>
    var completeSteps: Range<Int>

    /// The causes of a plan, and the lists that their ranges are of.
    static func lists(of plan: Plan) -> (causes: [CauseSteps], columns: [Int], steps: [Int]) {
        var (columns, steps): ([Int], [Int]) = ([], [])
        let causes = plan.causes.map { cause in
            let (firstColumn, firstStep) = (columns.count, steps.count)
            columns += cause.completeColumns.sorted()
            steps += cause.completeSteps.sorted()
            return CauseSteps(
                position: cause.position,
                completeColumns: firstColumn..<columns.count,
                completeSteps: firstStep..<steps.count
            )
        }
        return (causes, columns, steps)
    }
}
