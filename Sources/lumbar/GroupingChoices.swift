// The options that say by what to group, and which cause to look at.

import ArgumentParser
import Foundation
import RuleSets

/// The groups, and one cause.
struct GroupingChoices: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Group by these groups of the rule set, one to three, joined by commas.",
            valueName: "groups"
        )
    )
    var by: String?

    @Option(help: ArgumentHelp("Show this cause by group in the table.", valueName: "id"))
    var cause: String?

    /// The ids of the groups, those of the rule set unless others are asked for.
    func groups(_ ruleSet: RuleSet) throws -> [String] { try ruleSet.groupIDs(by) }

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
