// A rule set as checked values: what the causes are, and by which rules and parameters.

package import Codebook
internal import FEEL

/// A whole rule set.
package struct RuleSet: Sendable {
    /// Its name.
    package var id: String
    /// Its version.
    package var version: String
    /// The title that people read.
    package var title: String
    /// The thresholds, in order.
    package var parameters: [Parameter]
    /// The named sets of thresholds besides the default.
    package var profiles: [Profile]
    /// The variables.
    package var codebook: Codebook
    /// Where each variable stands, in codebook order.
    package var variablePlaces: [Place]
    /// The computed variables, in order.
    package var derived: [DerivedVariable]
    /// What people call the population.
    package var populationLabel: String?
    /// The condition for belonging to the population; without one every record does.
    package var population: Expression?
    /// The causes, in the order in which the main cause is sought.
    package var causes: [Cause]
    /// The groupings, in order.
    package var groups: [Group]
    /// The groupings that a summary uses unless told otherwise.
    package var summariseBy: [String]
    /// Advice by id, in order.
    package var advice: [(id: String, text: String)]
    /// The advice that holds whatever the cause.
    package var generalAdvice: [GeneralAdvice]
    /// The red flags with what they need.
    package var flagSection: FlagSection
    /// The examples.
    package var tests: [RuleSetTest]

    /// Makes a rule set.
    package init(
        id: String,
        version: String,
        title: String,
        parameters: [Parameter],
        profiles: [Profile],
        codebook: Codebook,
        variablePlaces: [Place],
        derived: [DerivedVariable],
        populationLabel: String? = nil,
        population: Expression? = nil,
        causes: [Cause],
        groups: [Group],
        summariseBy: [String],
        advice: [(id: String, text: String)],
        generalAdvice: [GeneralAdvice],
        flagSection: FlagSection = FlagSection(),
        tests: [RuleSetTest]
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.parameters = parameters
        self.profiles = profiles
        self.codebook = codebook
        self.variablePlaces = variablePlaces
        self.derived = derived
        self.populationLabel = populationLabel
        self.population = population
        self.causes = causes
        self.groups = groups
        self.summariseBy = summariseBy
        self.advice = advice
        self.generalAdvice = generalAdvice
        self.flagSection = flagSection
        self.tests = tests
    }
    /// A grouping by age that a run standardises by, beside the groupings of its tables.
    package var ageGroup: Group?
    /// The profile in force.
    package var profile = RuleSet.defaultProfile

    /// The name of the profile that is made of the parameters' own values.
    package static let defaultProfile = "article"

    /// The names that `--profile` takes.
    package var profileNames: [String] {
        [Self.defaultProfile] + profiles.map(\.name).filter { $0 != Self.defaultProfile }
    }

    /// The cause of an id.
    package func cause(_ id: String) -> Cause? { causes.first { $0.id == id } }

    /// The red flags, in order.
    package var flags: [RedFlag] { flagSection.flags }

    /// Every threshold, those that only flags use last.
    package var allParameters: [Parameter] { parameters + flagSection.parameters }

    /// The thresholds of which another value is in force than the rule set's own.
    package var changedParameters: [Parameter] { allParameters.filter { $0.value != $0.ownValue } }

    /// The rule set with a profile's values in force; throws if there is no such profile.
    package func applying(profile name: String) throws(RuleSetError) -> RuleSet {
        var result = self
        result.profile = name
        guard let profile = profiles.first(where: { $0.name == name }) else {
            if name == Self.defaultProfile { return result }
            let hint =
                closestName(to: name, among: profileNames).map { "did you mean '\($0)'?" }
                ?? "there are \(profileNames.joined(separator: ", "))"
            throw RuleSetError(message: "there is no profile '\(name)'; \(hint)")
        }
        for (parameter, value, _) in profile.values { result = try result.setting(parameter, to: value) }
        return result
    }

    /// The rule set with one parameter changed; throws if there is none of that name or the value is out of its range.
    package func setting(_ id: String, to value: Double) throws(RuleSetError) -> RuleSet {
        guard let parameter = allParameters.first(where: { $0.id == id }) else {
            let known = allParameters.map(\.id)
            let hint =
                closestName(to: id, among: known).map { "did you mean '\($0)'?" } ?? "'lumbar rules show' prints them"
            throw RuleSetError(message: "there is no parameter '\(id)'; \(hint)")
        }
        if let range = parameter.range, !range.contains(value) {
            throw RuleSetError(
                message:
                    "\(id) = \(describe(value)) is out of range; it must lie from \(describe(range.lowerBound)) to \(describe(range.upperBound))"
            )
        }
        var result = self
        for index in parameters.indices where parameters[index].id == id { result.parameters[index].value = value }
        for index in flagSection.parameters.indices where flagSection.parameters[index].id == id {
            result.flagSection.parameters[index].value = value
        }
        return result
    }
}

/// Why a rule set cannot be used as asked.
package struct RuleSetError: Error, Sendable, Equatable {
    /// One sentence: what is wrong and what to do.
    package var message: String

    /// Makes an error.
    package init(message: String) { self.message = message }
}

/// A number with the fewest digits that read back to it, whole numbers without a point.
package func describe(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
