// Groups that are not the rule set's own: any variable, and any bands.

import ArgumentParser
import Codebook
import FEEL
import Foundation
import Prevalence
import RuleSetFiles
import RuleSets

/// What `--by` and `--bands` name.
enum AdHocGroups {
    /// The ids of the groups, those that are not the rule set's own added to it.
    static func groups(_ by: String?, bands: [String], in ruleSet: inout RuleSet) throws -> [String] {
        let cuts = try bands.map { try Cut($0) }
        if let twice = cuts.enumerated().first(where: { cut in
            cuts[..<cut.offset].contains { $0.name == cut.element.name }
        }) {
            throw ValidationError("'--bands' cuts '\(twice.element.name)' twice; give it one list")
        }
        guard let by else {
            if let cut = cuts.first { throw ValidationError("'--bands' cuts '\(cut.name)'; name it in '--by' too") }
            return ruleSet.summariseBy
        }
        let names = by.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        if names == ["none"] && cuts.isEmpty { return [] }
        guard (1...3).contains(names.count), !names.contains("") else {
            throw ValidationError("'--by' takes one to three groups, joined by commas")
        }
        guard Set(names).count == names.count else { throw ValidationError("'--by \(by)' names a group twice") }
        if let unused = cuts.first(where: { !names.contains($0.name) }) {
            if let hint = closestName(to: unused.name, among: names) {
                throw ValidationError(
                    "'--bands' cuts '\(unused.name)', which is not in '--by'; did you mean '\(hint)'?"
                )
            }
            throw ValidationError("'--bands' cuts '\(unused.name)', which is not in '--by'; name it there too")
        }
        let types = try GroupableVariables(ruleSet)
        let groups = try names.map { name in
            try types.group(name, bands: cuts.first { $0.name == name }?.bounds)
        }
        for (index, group) in groups.enumerated() {
            if let other = groups[..<index].first(where: { $0.variable == group.variable }) {
                throw ValidationError("'--by \(by)' groups by '\(other.variable)' twice; take one of them")
            }
            ruleSet.groups.removeAll { $0.id == group.id }
            ruleSet.groups.append(group)
        }
        let ids = groups.map(\.id)
        // Whether there are too many cells is found out by planning without any column.
        _ = try ruleSet.plan(collected: [], groupedBy: ids)
        return ids
    }

    /// One `--bands`.
    private struct Cut {
        var name: String
        var bounds: [Double]

        init(_ text: String) throws {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw ValidationError("'--bands \(text)' is not of the form name=bounds, such as age_years=18,35,50")
            }
            name = text[..<equals].trimmingCharacters(in: .whitespaces)
            let parts = text[text.index(after: equals)...].split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts != [""] else {
                throw ValidationError("'--bands \(text)' has no bounds; give one or more, such as \(name)=18,35,50")
            }
            bounds = try parts.map { part in
                guard let bound = Double(part), bound.isFinite else {
                    throw ValidationError("'--bands \(text)': '\(part)' is not a number")
                }
                return bound
            }
            for (low, high) in zip(bounds, bounds.dropFirst()) where low >= high {
                throw ValidationError(
                    low == high
                        ? "'--bands \(text)': \(describe(low)) stands twice, so that a band would be empty"
                        : "'--bands \(text)': \(describe(high)) comes after \(describe(low)), so that bands would overlap; give the lower bounds in ascending order"
                )
            }
            guard bounds.count <= 100 else { throw ValidationError("'--bands \(text)' has more than 100 bounds") }
        }
    }
}

/// What a rule set's records can be grouped by.
private struct GroupableVariables {
    private let ruleSet: RuleSet
    private let derived: [String: ValueType]

    init(_ ruleSet: RuleSet) throws {
        self.ruleSet = ruleSet
        let plan = try ruleSet.plan(collected: Set(ruleSet.codebook.variables.indices))
        derived = Dictionary(plan.derived.map { (ruleSet.derived[$0.index].id, $0.type) }) { first, _ in first }
    }

    /// What the values of a variable are, as far as groups go.
    private enum Kind {
        case number, boolean, category([String])
        case unfit(String)
    }

    private func kind(_ name: String) -> Kind? {
        if let position = ruleSet.codebook.position(of: name) {
            switch ruleSet.codebook.variables[position].type {
            case .number: return .number
            case .boolean: return .boolean
            case .category(let codes): return .category(codes.map(\.id))
            case .set: return .unfit("a record can have several of its codes")
            case .text: return .unfit("it is free text")
            }
        }
        switch derived[name] {
        case .number: return .number
        case .boolean: return .boolean
        case nil: return nil
        default: return .unfit("it is neither a number nor a yes or no")
        }
    }

    /// The group that a name of `--by` stands for.
    func group(_ name: String, bands: [Double]?) throws -> Group {
        let own = ruleSet.groups.first { $0.id == name }
        if let own, bands == nil { return own }
        guard let kind = kind(name) else {
            if own != nil {
                throw ValidationError(
                    "'\(name)' is a group of the rule set with bands of its own; give --bands for its variable"
                )
            }
            throw unknown(name)
        }
        let labels: [String]
        switch kind {
        case .unfit(let why): throw ValidationError("records cannot be grouped by '\(name)': \(why)")
        case .number:
            guard let bands else {
                if let group = ruleSet.groups.first(where: { $0.variable == name }) { return group }
                throw ValidationError(
                    "'\(name)' is a number; say where to cut it with --bands, such as '--bands \(name)=10,20,30'"
                )
            }
            labels = bandLabels(bands)
        case .boolean: labels = ["yes", "no"]
        case .category(let codes): labels = codes
        }
        if bands != nil, case .number = kind {
        } else if bands != nil {
            throw ValidationError("'--bands' cuts '\(name)', which is no number; leave it out")
        }
        return Group(
            id: name,
            label: ruleSet.label(of: name),
            variable: name,
            bands: bands ?? [],
            labels: labels,
            place: .start
        )
    }

    private func unknown(_ name: String) -> ValidationError {
        let groups = ruleSet.groups.map(\.id)
        let variables = ruleSet.codebook.variables.map(\.id) + ruleSet.derived.map(\.id)
        let hint =
            closestName(to: name, among: groups + variables).map { "did you mean '\($0)'?" }
            ?? "there are the groups \(groups.joined(separator: ", ")), and every variable"
        return ValidationError("there is no group or variable '\(name)'; \(hint)")
    }
}
