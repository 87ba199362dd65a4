// What a run over a cohort is asked to do.

package import CSVReading
package import Columns

/// The choices of a run that are not the rule set's.
package struct RunOptions: Sendable {
    /// How CSV is read.
    package var reading = ReadingOptions()
    /// What reads cells and compares numbers. It never shows in the results.
    package var kernel = ColumnKernel.best
    /// What is known of the survey.
    package var survey = SurveyOptions()
    /// The number of workers.
    package var threads = 1
    /// The groupings of the summary.
    package var groups: [String] = []
    /// The groupings by which the population is described one by one, besides.
    package var describedGroups: [String] = []
    /// The columns that say how the sample was drawn; nil: every record counts once.
    package var design: DesignColumns?
    /// Whether every variable that the files have is read, not only those that rules and groups need.
    package var readsAllVariables = false
    /// Whether the cells of columns that answer no variable are handed over, too (`ClassifiedBatch.unboundCell`).
    package var keepsUnbound = false
    /// Records, by number, that do not stand for their subjects; nil where every row counts.
    package var leftOut: LeftOutRecords?
    /// Whether red flags are decided, too.
    package var readsFlags = false
    /// The variables of red flags that some file of the cohort has a column for, by position; those that the first file lacks need be among them.
    package var flagColumns: Set<Int> = []
    /// Whether to go on where more than a fifth of a derived variable's values are implausible.
    package var allowsImplausible = false

    /// Makes the default choices.
    package init() {}
}

/// Why a run ended without a result, apart from an input that cannot be read.
package struct RunError: Error, Sendable {
    /// The input to blame, if one is.
    package var path: String?
    /// The line, from 1, if one is to blame.
    package var line: Int?
    /// The column, from 1, if one is to blame.
    package var column: Int?
    /// One sentence: what is wrong and what to do.
    package var message: String

    /// Makes an error.
    package init(path: String? = nil, line: Int? = nil, column: Int? = nil, message: String) {
        self.path = path
        self.line = line
        self.column = column
        self.message = message
    }
}
