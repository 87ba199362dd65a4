// A summary as CSV and JSON: the contracts that other programs read.

package import Cohort
package import Prevalence
internal import CSVReading
internal import Codebook
internal import Exports
internal import RuleSets

/// What made a summary, for the record.
package struct Provenance: Sendable {
    /// The program's version.
    package var version: String
    /// The SHA-256 of the rule-set file, in hexadecimal digits.
    package var ruleSetHash: String

    /// Makes a provenance.
    package init(version: String, ruleSetHash: String) {
        self.version = version
        self.ruleSetHash = ruleSetHash
    }
}

extension Summary {
    /// The label of a cell's group in a dimension: `all` for a margin.
    func label(_ cell: [Int?], _ dimension: Int) -> String {
        cell[dimension].map { dimensions[dimension].groups[$0] } ?? "all"
    }

    /// The summary as CSV: one row per cause and cell. For a cause that is not assessed everything after the groups is empty.
    package var csv: String {
        let columns = [
            "records", "present", "absent", "undetermined", "complete", "complete_present", "prevalence", "ci_low",
            "ci_high",
            "bound_low", "bound_high",
        ]
        var text: [UInt8] = []
        text.append(text: (["cause"] + dimensions.map(\.id) + columns).joined(separator: ",") + "\n")
        for cause in causes {
            for (cell, counts) in zip(cells, cause.counts) {
                text.append(field: cause.cause.id)
                for dimension in dimensions.indices {
                    text.append(UInt8(ascii: ","))
                    text.append(field: label(cell, dimension))
                }
                for value in cause.isAssessed ? counts.fields.map(\.1.text) : columns.map({ _ in "" }) {
                    text.append(UInt8(ascii: ","))
                    text.append(text: value == "null" ? "" : value)
                }
                text.append(0x0A)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Counts {
    /// The counts and what they say, under the names of the contract.
    var fields: [(String, JSONValue)] {
        [
            ("records", .integer(records)),
            ("present", .integer(present)),
            ("absent", .integer(absent)),
            ("undetermined", .integer(undetermined)),
            ("complete", .integer(complete)),
            ("complete_present", .integer(completePresent)),
            ("prevalence", .optional(prevalence)),
            ("ci_low", .optional(interval?.lowerBound)),
            ("ci_high", .optional(interval?.upperBound)),
            ("bound_low", .optional(bounds?.lowerBound)),
            ("bound_high", .optional(bounds?.upperBound)),
        ]
    }
}

extension RunResult {
    /// The run as the JSON object of the contract.
    package func json(_ provenance: Provenance) -> JSONValue {
        let ruleSet = plan.ruleSet
        let members: [(String, JSONValue)] = [
            ("tool", .object([("name", .string("lumbar")), ("version", .string(provenance.version))])),
            (
                "ruleset",
                .object([
                    ("id", .string(ruleSet.id)),
                    ("version", .string(ruleSet.version)),
                    ("sha256", .string(provenance.ruleSetHash)),
                    ("profile", .string(ruleSet.profile)),
                    ("parameters", .object(ruleSet.parameters.map { ($0.id, .number($0.value)) })),
                ])
            ),
            ("inputs", .array(inputs.map { .object([("path", .string($0.path)), ("bytes", .integer($0.bytes))]) })),
            (
                "records",
                .object([
                    ("read", .integer(recordsRead)),
                    ("rejected", .integer(recordsRejected)),
                    ("eligible", .integer(summary.eligibility.eligible)),
                    ("not_eligible", .integer(summary.eligibility.notEligible)),
                    ("eligibility_undetermined", .integer(summary.eligibility.undetermined)),
                ])
            ),
            (
                "rejects",
                .array(
                    rejects.map {
                        .object([
                            ("reason", .string($0.reason.rawValue)),
                            ("count", .integer($0.count)),
                            ("first_file", .string($0.firstFile)),
                            ("first_line", .integer($0.firstLine)),
                        ])
                    }
                )
            ),
            ("groups", .object(summary.dimensions.map { ($0.id, .array($0.groups.map(JSONValue.string))) })),
            ("not_assessed", .array(notAssessed)),
            (
                "main_causes",
                .array(
                    summary.mainCauses.map {
                        .object([("cause", .string($0.name)), ("records", .integer($0.records))])
                    }
                )
            ),
            ("cells", .array(cells)),
        ]
        return .object(members + excludedRows)
    }

    /// The rows that were left out, none of which is among the records read, where a file's platform marks such rows.
    private var excludedRows: [(String, JSONValue)] {
        guard bindings.contains(where: { !$0.layout.exclusions.isEmpty }) else { return [] }
        let rows = excluded.map {
            JSONValue.object([("reason", .string($0.reason.rawValue)), ("count", .integer($0.records))])
        }
        return [("excluded", .array(rows))]
    }

    private var notAssessed: [JSONValue] {
        var items = plan.notAssessed
        if let because = plan.populationLeftOut { items.insert(("population", because), at: 0) }
        return items.map { subject, because in
            let isRule = subject.contains(".")
            return .object([(isRule ? "rule" : "cause", .string(subject)), ("because", .string(because))])
        }
    }

    private var cells: [JSONValue] {
        summary.causes.flatMap { cause in
            zip(summary.cells, cause.counts).map { cell, counts in
                let groups = summary.dimensions.indices.map {
                    (summary.dimensions[$0].id, JSONValue.string(summary.label(cell, $0)))
                }
                let values = cause.isAssessed ? counts.fields : counts.fields.map { ($0.0, JSONValue.null) }
                return .object([("cause", .string(cause.cause.id))] + groups + values)
            }
        }
    }
}
