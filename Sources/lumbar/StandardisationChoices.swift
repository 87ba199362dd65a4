// The options that standardise figures by age.

import ArgumentParser
import CSVReading
import Codebook
import FEEL
import Figures
import Foundation
import Prevalence
import RuleSets
import Statistics

/// The standard population, and the bands of age.
struct StandardisationChoices: ParsableArguments {
    @Option(
        name: [.customLong("standardise"), .customLong("standardize")],
        help: ArgumentHelp(
            "Standardise by age to who2000, us2000, europe2013, segi, or to a CSV file of ages and people.",
            valueName: "population"
        )
    )
    var standardise: String?

    @Option(
        help: ArgumentHelp(
            "The youngest age of each band, such as 20,40,60; younger records are left out. VARIABLE=20,40,60 names the variable of age (default: age_years, by the bands of the rule set).",
            valueName: "ages"
        )
    )
    var ageBands: String?

    func validate() throws {
        if ageBands != nil, standardise == nil {
            throw ValidationError("'--age-bands' are those of '--standardise', which is not there")
        }
    }

    /// The file of a population of one's own.
    var files: [SettingsFile] {
        guard let standardise, StandardPopulation.Name(rawValue: standardise.lowercased()) == nil else { return [] }
        return [SettingsFile(role: "standard population", path: standardise)]
    }

    /// The standardisation asked for, and the grouping by its bands.
    ///
    /// - Throws: What is wrong with an option or a population's file, or if bands do not nest in the standard's.
    func standardisation(_ ruleSet: RuleSet) throws -> (standardisation: Standardisation, group: Group)? {
        guard let standardise else { return nil }
        let (variable, bounds) = try bands(ruleSet)
        let population =
            try StandardPopulation.Name(rawValue: standardise.lowercased()).map { StandardPopulation($0) }
            ?? StandardPopulation(file: standardise)
        let label = ruleSet.label(of: variable)
        let standardisation: Standardisation
        do {
            standardisation = try Standardisation(
                population,
                variable: variable,
                variableLabel: label,
                bounds: bounds
            )
        } catch {
            let near = population.bounds(near: bounds).map(Self.text).joined(separator: ",")
            throw Failure(
                .unusableData,
                "'--standardise \(standardise)': \(error.message); --age-bands \(near) would do"
            )
        }
        let group = Group(
            id: "age_band",
            label: label,
            variable: variable,
            bands: bounds,
            labels: ["younger"] + standardisation.bands.map(\.label),
            place: Place(line: 1, column: 1)
        )
        return (standardisation, group)
    }

    /// Sets up the run: the grouping by age in the rule set, and the standardisation among the choices.
    func apply(to ruleSet: inout RuleSet, _ choices: inout StatisticsChoices, groups: [String]) throws {
        guard let (standardisation, group) = try standardisation(ruleSet) else { return }
        let others = groups.filter { id in ruleSet.groups.first { $0.id == id }?.variable != group.variable }
        guard others.count <= 2 else {
            throw ValidationError("'--standardise' leaves room for two groups besides age; name fewer with '--by'")
        }
        ruleSet.ageGroup = group
        choices.standardisation = standardisation
    }

    /// The variable of age and the lower bounds of the bands.
    private func bands(_ ruleSet: RuleSet) throws -> (variable: String, bounds: [Double]) {
        let parts = (ageBands ?? "").split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        let named = parts.count == 2 ? parts[0].trimmingCharacters(in: .whitespaces) : nil
        let variable = try Self.variable(named, ruleSet)
        guard ageBands != nil, let list = parts.last else {
            guard let group = ruleSet.groups.first(where: { $0.variable == variable && !$0.bands.isEmpty }) else {
                throw ValidationError(
                    "the rule set has no groups by '\(variable)'; pass '--age-bands' with the youngest age of each band, such as 20,40,60"
                )
            }
            return (variable, (group.bands.first ?? 0) > 0 ? [0] + group.bands : group.bands)
        }
        let bounds = list.split(separator: ",", omittingEmptySubsequences: false).map {
            Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan
        }
        guard bounds.allSatisfy({ $0 >= 0 && $0 <= 150 }), zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            throw ValidationError(
                "'--age-bands \(ageBands ?? "")' takes ages from 0 to 150 in rising order, joined by commas, such as 20,40,60"
            )
        }
        return (variable, bounds)
    }

    private static func variable(_ name: String?, _ ruleSet: RuleSet) throws -> String {
        let numbers = ruleSet.numberVariables
        guard let name else {
            if let known = ["age_years", "age"].first(where: numbers.contains) { return known }
            throw ValidationError(
                "the rule set has no variable 'age_years'; name the one of age, such as --age-bands \(numbers.first ?? "age")=20,40,60"
            )
        }
        guard numbers.contains(name) else {
            let hint =
                closestName(to: name, among: numbers).map { "did you mean '\($0)'?" }
                ?? "there are \(numbers.joined(separator: ", "))"
            throw ValidationError("'--age-bands': the rule set has no number '\(name)'; \(hint)")
        }
        return name
    }

    private static func text(_ bound: Double) -> String { bound == bound.rounded() ? "\(Int(bound))" : "\(bound)" }
}

extension RuleSet {
    /// The ids of the variables that are numbers, as far as that is known without compiling: collected ones, then derived ones.
    fileprivate var numberVariables: [String] {
        codebook.variables.filter(\.isNumber).map(\.id) + derived.map(\.id)
    }
}

extension Variable {
    fileprivate var isNumber: Bool { if case .number = type { true } else { false } }
}
