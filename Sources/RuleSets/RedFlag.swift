// Red flags: signs for which a clinician should see a record before anything else. They are no causes and never part of a prevalence.

/// A red flag, as a rule set defines it.
package struct RedFlag: Sendable {
    /// Its name in outputs.
    package var id: String
    /// The name that people read.
    package var label: String
    /// The rules, any one of which raises it.
    package var rules: [Rule]
    /// The ids of its advice.
    package var advice: [String]
    /// How well supported it is, in the rule set's words.
    package var strength: String?
    /// Where it comes from.
    package var source: String?
    /// Where it stands.
    package var place: Place

    /// Makes a flag.
    package init(
        id: String,
        label: String,
        rules: [Rule],
        advice: [String],
        strength: String? = nil,
        source: String? = nil,
        place: Place
    ) {
        self.id = id
        self.label = label
        self.rules = rules
        self.advice = advice
        self.strength = strength
        self.source = source
        self.place = place
    }
}

/// A reason for a clinician to look at a record, besides red flags.
package struct WorklistCondition: Sendable {
    /// Its name in outputs.
    package var id: String
    /// The name that people read.
    package var label: String
    /// Where it holds. It may use causes.
    package var when: Expression
    /// Where it stands.
    package var place: Place

    /// Makes a reason.
    package init(id: String, label: String, when: Expression, place: Place) {
        self.id = id
        self.label = label
        self.when = when
        self.place = place
    }
}

/// The part of a rule set that is about red flags. Its variables are the last of the codebook, its tests are among the rule set's.
package struct FlagSection: Sendable {
    /// The flags, in order.
    package var flags: [RedFlag]
    /// The thresholds that only flags use, in order.
    package var parameters: [Parameter]
    /// The general advice that is not given where a flag stands, nor where it is unknown whether one does.
    package var withhold: [String]
    /// Why a clinician should look at a record where no flag stands, most pressing first.
    package var worklist: [WorklistCondition]
    /// Where the section stands.
    package var place: Place

    /// Makes a section; without arguments that of a rule set that has none.
    package init(
        flags: [RedFlag] = [],
        parameters: [Parameter] = [],
        withhold: [String] = [],
        worklist: [WorklistCondition] = [],
        place: Place = .start
    ) {
        self.flags = flags
        self.parameters = parameters
        self.withhold = withhold
        self.worklist = worklist
        self.place = place
    }
}
