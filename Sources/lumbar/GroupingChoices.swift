// The options that say by what to group, and which cause to look at.

import ArgumentParser
import Codebook
import Figures
import Foundation
import RuleSets

/// The groups.
struct GroupNames: ParsableArguments {
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

    /// The ids of the groups, those of the rule set unless others are asked for; what is no group of the rule set becomes one.
    func groups(_ ruleSet: inout RuleSet) throws -> [String] {
        try AdHocGroups.groups(by, bands: bands, in: &ruleSet)
    }

    /// The same for what cannot be drawn without groups.
    func someGroups(_ ruleSet: inout RuleSet) throws -> [String] {
        let groups = try groups(&ruleSet)
        guard !groups.isEmpty else {
            throw ValidationError("there are no groups to draw; name one to three with '--by', such as --by sex")
        }
        return groups
    }
}

/// The groups, and one cause.
struct GroupingChoices: ParsableArguments {
    @OptionGroup var names: GroupNames

    @Option(help: ArgumentHelp("Show this cause by group in the table.", valueName: "id"))
    var cause: String?

    /// The ids of the groups, as ``GroupNames`` finds them.
    func groups(_ ruleSet: inout RuleSet) throws -> [String] { try names.groups(&ruleSet) }

    /// The position of the cause, if one is asked for.
    func causePosition(_ ruleSet: RuleSet) throws -> Int? { try ruleSet.causePosition(cause) }
}

extension RuleSet {
    /// The ids of the groupings among `own` that describe the population besides those chosen: of numbers and categories that these do not cut themselves,
    /// since two ways to cut one number tell by their differences of those between two bounds.
    func othersThan(_ chosen: [String], among own: [Group]) -> [String] {
        let variables = Set(groups.filter { chosen.contains($0.id) }.map(\.variable))
        func isRelated(_ name: String, _ other: String) -> Bool {
            name == other
                || derived.contains { value in
                    let reads = value.value.syntax.names
                    let isOneOfTwo =
                        value.id == name && reads.contains(other) || value.id == other && reads.contains(name)
                    // A number computed from another computed one, or from nothing but one answer.
                    return isOneOfTwo
                        && (derived.contains { $0.id == (value.id == name ? other : name) }
                            || collectedVariables(readBy: value.id).count == 1)
                }
        }
        let read = namesInDefinitions
        return own.filter { group in
            // Answers of an open category are told one by one.
            let type = codebook.position(of: group.variable).map { codebook.variables[$0].type }
            let isOpen = if case .category(let codes) = type { codes.isEmpty } else { false }
            return !(isOpen && read.contains(group.variable)) && !variables.contains { isRelated($0, group.variable) }
        }.map(\.id)
    }

    /// The open and coded categories that no group is made of, and of which no definition speaks: what is hidden of a definition could be read off the
    /// answers that it asks for.
    var undescribedCategories: [Group] {
        let read = namesInDefinitions
        return codebook.variables.enumerated().compactMap { position, variable in
            guard case .category(let codes) = variable.type, !codebook.flagPositions.contains(position),
                !read.contains(variable.id),
                !groups.contains(where: { $0.variable == variable.id || $0.id == variable.id })
            else { return nil }
            return Group(
                id: variable.id,
                label: variable.label,
                variable: variable.id,
                bands: [],
                labels: codes.map(\.id),
                place: .start
            )
        }
    }

    /// The variables, collected or derived, that definitions of causes, of the population and of other values speak of.
    private var namesInDefinitions: Set<String> {
        let rules = causes.flatMap(\.rules).map(\.namesRead)
        return (rules + derived.map(\.value.syntax.names)).reduce(population?.syntax.names ?? []) { $0.union($1) }
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
