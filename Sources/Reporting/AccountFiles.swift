// What a run read and by which rules, for the JSON of every command that counts.

internal import CSVReading
package import Cohort
package import Figures
internal import Prevalence
package import RuleSets

extension RunResult {
    /// How many records were read and what became of them, counts below a smallest cell taken out.
    package func account(hidingBelow minimum: Int) -> AccountFigures {
        AccountFigures(read: recordsRead, rejected: recordsRejected, summary.eligibility, minimum: minimum)
    }

    /// The members of a JSON object that say what made it and what was read: tool, rule set, inputs, records and rejects.
    func accountFields(_ provenance: Provenance, hidingBelow minimum: Int) -> [(String, JSONValue)] {
        [
            ("tool", .object([("name", .string("lumbar")), ("version", .string(provenance.version))])),
            ("ruleset", plan.ruleSet.json(sha256: provenance.ruleSetHash)),
            ("inputs", .array(inputs.map { .object([("path", .string($0.path)), ("bytes", .integer($0.bytes))]) })),
            ("records", recordsJSON(hidingBelow: minimum)),
            (
                "rejects",
                .array(
                    rejects.filter { !$0.isRepaired }.map {
                        .object([
                            ("reason", .string($0.reason.rawValue)),
                            ("count", .integer($0.count)),
                            ("first_file", .string($0.firstFile)),
                            ("first_line", .integer($0.firstLine)),
                        ])
                    }
                )
            ),
        ]
    }

    /// The account of the records as a JSON object.
    package func recordsJSON(hidingBelow minimum: Int) -> JSONValue {
        let account = account(hidingBelow: minimum)
        return .object(
            [("read", .shown(account.read, JSONValue.integer)), ("rejected", .integer(recordsRejected))]
                + repairedField + [
                    ("eligible", .integer(account.eligible)),
                    ("not_eligible", .shown(account.notEligible, JSONValue.integer)),
                    ("eligibility_undetermined", .shown(account.undetermined, JSONValue.integer)),
                ]
        )
    }

    /// Only where a repair was asked for: the repaired are among those that were read and not rejected.
    private var repairedField: [(String, JSONValue)] {
        recordsRepaired.map { [("repaired", .integer($0))] } ?? []
    }
}

extension RuleSet {
    /// What identifies the rule set and its values, the SHA-256 of its file being known.
    package func json(sha256: String) -> JSONValue {
        .object([
            ("id", .string(id)),
            ("version", .string(version)),
            ("sha256", .string(sha256)),
            ("profile", .string(profile)),
            ("parameters", .object(parameters.map { ($0.id, .number($0.value)) })),
        ])
    }
}
