// The options by which a report lists single records.

import ArgumentParser
import Reporting
import RuleSets

/// Whether a report lists the records to look at first, and how many.
struct RecordChoices: ParsableArguments {
    @Flag(
        help:
            "List the records that a clinician should look at first, red flags among them. Needs --min-cell 0: a list of people and hidden counts do not go together."
    )
    var includeRecords = false

    @Option(
        help: ArgumentHelp(
            "With --include-records: list up to this many records, 1 to 500; the others are counted (default: 50).",
            valueName: "n"
        )
    )
    var limit: Int?

    private static let standardLimit = 50

    /// How many records to list; nil if none are.
    var recordLimit: Int? { includeRecords ? limit ?? Self.standardLimit : nil }

    func validate() throws {
        guard limit == nil || includeRecords else {
            throw ValidationError(
                "'--limit' is about the records that --include-records lists; add that, or leave it out"
            )
        }
        if let limit, !(1...500).contains(limit) {
            throw ValidationError(
                "'--limit' takes a number from 1 to 500; 'lumbar worklist' lists more, as CSV for a spreadsheet too"
            )
        }
    }

    /// Refuses a list of people in a report that hides small counts: whoever has the list can count them.
    func check(minimumCell: Int) throws {
        guard includeRecords, minimumCell > 0 else { return }
        throw ValidationError(
            """
            '--include-records' lists single people, from whom the counts below \(minimumCell) that this report hides could be found out; \
            add '--min-cell 0' if everyone who will see the report may see the records, or leave '--include-records' out
            """
        )
    }
}
