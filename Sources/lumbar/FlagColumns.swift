// Which red flags the files of a cohort ask about, where only some of them do.

import CSVReading
import Cohort
import RuleSets

extension InputOptions {
    /// The variables of red flags that any of several files has a column for, by position.
    ///
    /// The headers of files that can be opened twice are looked at. What is wrong with one, the run itself says.
    func flagColumns(_ ruleSet: RuleSet, _ options: RunOptions) -> Set<Int> {
        guard files.count > 1, !ruleSet.flags.isEmpty else { return [] }
        var reading = reading
        reading.quiet = true
        return reading.sources(files.filter(isRegularFile)).reduce(into: []) { found, source in
            found.formUnion(HeaderRun(ruleSet, source: source, options: options).flagVariables)
        }
    }
}
