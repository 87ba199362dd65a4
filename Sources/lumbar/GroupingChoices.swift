// The options that say by what to group, and which cause to look at.

import ArgumentParser
import Foundation
import RuleSets

/// The groups, and one cause.
struct GroupingChoices: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Group by these, one to three, joined by commas: groups of the rule set, or variables. none: no groups.",
            valueName: "groups"
        )
    )
    var by: String?

    @Option(
        name: .customLong("bands"),
        parsing: .singleValue,
        help: ArgumentHelp(
            "Cut a number variable of --by at these lower bounds, such as age_years=18,35,50. Repeatable.",
            valueName: "name=bounds"
        )
    )
    var bands: [String] = []

    @Option(help: ArgumentHelp("Show this cause by group in the table.", valueName: "id"))
    var cause: String?

    /// The ids of the groups, those of the rule set unless others are asked for; what is no group of the rule set becomes one.
    func groups(_ ruleSet: inout RuleSet) throws -> [String] {
        try AdHocGroups.groups(by, bands: bands, in: &ruleSet)
    }

    /// The position of the cause, if one is asked for.
    func causePosition(_ ruleSet: RuleSet) throws -> Int? { try ruleSet.causePosition(cause) }
}

extension RuleSet {
    /// The ids of the groups that `--by` names, in its order; without it those that a summary uses.
    func groupIDs(_ by: String?) throws -> [String] {
        guard let by else { return summariseBy }
        let ids = by.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard (1...3).contains(ids.count) else {
            throw ValidationError("'--by' takes one to three groups, joined by commas")
        }
        guard Set(ids).count == ids.count else { throw ValidationError("'--by \(by)' names a group twice") }
        // Whether each exists is found out by planning without any column.
        _ = try plan(collected: [], groupedBy: ids)
        return ids
    }

    /// The position of the cause that `--cause` names.
    func causePosition(_ id: String?) throws -> Int? {
        guard let id else { return nil }
        if let position = causes.firstIndex(where: { $0.id == id }) { return position }
        throw ValidationError(
            "there is no cause '\(id)'; there are \(causes.map(\.id).joined(separator: ", "))"
        )
    }
}
