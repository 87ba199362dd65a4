// The options about the survey that a file was exported from.

import ArgumentParser
import CSVReading
import Cohort
import Exports

/// How an export is understood.
struct SurveyChoices: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How the file is laid out: auto (recognised), \(Platform.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "name"
        )
    )
    var layout = "auto"

    @Option(
        help: ArgumentHelp("REDCap's data dictionary of the project: labels, codes and ranges.", valueName: "file"),
        completion: .file()
    )
    var dictionary: String?

    @Flag(help: "Keep the rows that a platform marks as previews, unfinished or unsubmitted.")
    var keepExcluded = false

    func validate() throws {
        guard layout != "auto", Platform(rawValue: layout) == nil else { return }
        let known = (["auto"] + Platform.allCases.map(\.rawValue)).joined(separator: ", ")
        throw ValidationError("'--layout \(layout)' is not known; there are \(known)")
    }

    /// The options of a run.
    func options() throws -> SurveyOptions {
        var options = SurveyOptions()
        options.platform = Platform(rawValue: layout)
        options.dictionary = try dictionary.map { try DataDictionary(.file(path: $0)) }
        options.keepsExcluded = keepExcluded
        return options
    }
}
