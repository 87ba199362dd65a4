// The options about the survey that a file was exported from.

import ArgumentParser
import CSVReading
import Cohort
import Exports
import MappingFiles
import RuleSets

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

    @Option(
        help: ArgumentHelp(
            "The project's mapping: columns to variables, units, codes, missing answers.",
            valueName: "file"
        ),
        completion: .file()
    )
    var map: String?

    @Flag(help: "Keep the rows that a platform marks as previews, unfinished or unsubmitted.")
    var keepExcluded = false

    func validate() throws {
        guard layout != "auto", Platform(rawValue: layout) == nil else { return }
        let known = (["auto"] + Platform.allCases.map(\.rawValue)).joined(separator: ", ")
        throw ValidationError("'--layout \(layout)' is not known; there are \(known)")
    }

    /// The files that are read for it.
    var files: [SettingsFile] {
        [("dictionary", dictionary), ("mapping", map)].compactMap { role, path in
            path.map { SettingsFile(role: role, path: $0) }
        }
    }

    /// The options of a run with a rule set. A mapping with errors is refused, all of them reported.
    func options(_ ruleSet: RuleSet) throws -> SurveyOptions {
        var options = SurveyOptions()
        options.platform = Platform(rawValue: layout)
        options.dictionary = try dictionary.map { try DataDictionary(.file(path: $0)) }
        if let map {
            let file = MappingFile(path: map, bytes: try readWholeFile(map, as: "mapping"), ruleSet: ruleSet)
            guard let mapping = file.mapping else {
                let lines = file.problems.map { describe($0, in: map) }
                throw Failure(.unusableData, (["the mapping cannot be used:"] + lines).joined(separator: "\n"))
            }
            options.mapping = mapping
        }
        options.keepsExcluded = keepExcluded
        return options
    }
}
