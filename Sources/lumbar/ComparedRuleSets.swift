// The two rule sets of `compare`, from options that may be given once for both or twice, one for each.

import ArgumentParser
import RuleSetFiles
import RuleSets

/// What tells two rule sets apart: files, profiles, values of parameters.
struct ComparedRuleSetOptions: ParsableArguments {
    @Option(
        name: .customLong("rules"),
        parsing: .singleValue,
        help: ArgumentHelp("Use the rule set in this YAML file; twice: one for each side.", valueName: "file"),
        completion: .file()
    )
    var rulesPaths: [String] = []

    @Option(
        name: .customLong("profile"),
        parsing: .singleValue,
        help: ArgumentHelp("Use the values of this profile; twice: one for each side.", valueName: "name")
    )
    var profiles: [String] = []

    @Option(
        name: .customLong("set"),
        parsing: .singleValue,
        help: ArgumentHelp(
            "Change a parameter; one that is given twice has the first value on the first side and the second on the second.",
            valueName: "name=value"
        )
    )
    var settings: [String] = []

    /// One side.
    struct Side {
        var label: String
        var file: RuleSetFile
        var ruleSet: RuleSet
    }

    /// The second side's file, where it is another than the first's.
    var filesOfSecondSide: [SettingsFile] {
        rulesPaths.count == 2 ? [SettingsFile(role: "second rule set", path: rulesPaths[1])] : []
    }

    /// Both sides. What is given once holds for both; but where nothing is given twice, it holds for the second only, and the first is the rule
    /// set without it. Built-in rule sets have their red flags only if a mapping may name them.
    func sides(isQuiet: Bool, withFlags: Bool) throws -> (first: Side, second: Side) {
        for (option, values) in [("--rules", rulesPaths), ("--profile", profiles)] where values.count > 2 {
            throw ValidationError("'compare' has two sides; '\(option)' is given \(values.count) times")
        }
        let named = Dictionary(grouping: settings) {
            $0.split(separator: "=", maxSplits: 1).first.map(String.init) ?? $0
        }
        for (name, values) in named.sorted(by: { $0.key < $1.key }) where values.count > 2 {
            throw ValidationError("'compare' has two sides; '--set \(name)' is given \(values.count) times")
        }
        let isPaired = rulesPaths.count == 2 || profiles.count == 2 || named.values.contains { $0.count == 2 }
        guard isPaired || !profiles.isEmpty || !settings.isEmpty else {
            throw ValidationError(
                "nothing tells two sides apart; give --rules, --profile or --set NAME=… twice, or one --profile or --set to compare with the rule set as it is"
            )
        }
        let sides = try [0, 1].map { side in
            var options = RuleSetOptions()
            options.rulesPath = rulesPaths.count == 2 ? rulesPaths[side] : rulesPaths.first
            options.profile = isPaired || side == 1 ? (profiles.count == 2 ? profiles[side] : profiles.first) : nil
            options.settings = settings.filter { setting in
                let values = named.first { $0.value.contains(setting) }?.value ?? []
                return values.count == 2 ? values[side] == setting : isPaired || side == 1
            }
            let (file, ruleSet) = try options.load(
                isQuiet: isQuiet || side == 1 && rulesPaths.count < 2,
                withFlags: withFlags
            )
            return Side(label: label(options, named), file: file, ruleSet: ruleSet)
        }
        let (first, second) = (sides[0], sides[1])
        let values = sides.map { $0.ruleSet.parameters.map(\.value) }
        guard first.file.sha256 != second.file.sha256 || values[0] != values[1] else {
            throw ValidationError(
                "both sides are the same rule set with the same values, so there is nothing to compare"
            )
        }
        return (first, second)
    }

    /// What is special about a side, in words.
    private func label(_ options: RuleSetOptions, _ named: [String: [String]]) -> String {
        var parts: [String] = []
        if rulesPaths.count == 2, let path = options.rulesPath { parts.append(path) }
        if profiles.count == 2 || profiles.count == 1 && rulesPaths.count < 2 {
            parts.append(options.profile ?? RuleSet.defaultProfile)
        }
        parts += options.settings
        return parts.isEmpty ? "as it is" : parts.joined(separator: ", ")
    }
}
