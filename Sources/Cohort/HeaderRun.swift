// A look at one file's header, before the run that reads it.

package import CSVReading
internal import Codebook
package import RuleSets

/// Finds out which red flags a file asks about.
package struct HeaderRun {
    /// The variables that only red flags ask for and that have a column, by position; none where the header cannot be bound.
    package let flagVariables: Set<Int>

    /// Opens the source and reads its header and first block.
    package init(_ ruleSet: RuleSet, source: ByteSource, options: RunOptions) {
        let shared = CohortPlan(ruleSet, survey: options.survey)
        let reader = try? CohortReader(
            [source],
            options: options.reading,
            headerRows: { first, _, _ in shared.headerRows(first) },
            projection: { header, _, path in try shared.project(header, path) }
        )
        var worker = reader?.makeWorker()
        _ = try? worker?.next()
        flagVariables = (shared.plan?.collected ?? []).intersection(ruleSet.codebook.flagPositions)
    }
}
