// A summary as CSV and JSON: the contracts that other programs read.

package import Cohort
package import Figures
internal import Prevalence
internal import Statistics
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
}

/// What stands for a value that is hidden in CSV and JSON.
let hiddenMark = "suppressed"

extension Figures {
    /// The figures as CSV: one row per cause and cell. For a cause that is not assessed everything after the groups is empty. Other statistics than the
    /// contract's have their columns behind it.
    package var csv: String {
        let columns = Figure.columns(choices)
        var text: [UInt8] = []
        text.append(text: (["cause"] + summary.dimensions.map(\.id) + columns).joined(separator: ",") + "\n")
        for (cause, entry) in summary.causes.enumerated() {
            for (position, cell) in summary.cells.enumerated() {
                text.append(field: entry.cause.id)
                for dimension in summary.dimensions.indices {
                    text.append(UInt8(ascii: ","))
                    text.append(field: summary.label(cell, dimension))
                }
                let values = entry.isAssessed ? fields(cause: cause, cell: position).map(\.1) : []
                for index in columns.indices {
                    text.append(UInt8(ascii: ","))
                    if values.indices.contains(index) { text.append(csv: values[index]) }
                }
                text.append(0x0A)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The statistics in force, for the record.
    package var statisticsJSON: JSONValue {
        var more = designJSON
        if let standardised { more.append(("standardisation", standardised.json)) }
        more += definedJSON
        return choices.json(hidden: disclosure?.hiddenCount ?? 0, more)
    }

    /// The causes that are present or absent by definition in the groups of a grouping, if there are any.
    private var definedJSON: [(String, JSONValue)] {
        let defined = summary.dimensions.flatMap { dimension in
            summary.causes.filter { dimension.definedCauses.contains($0.cause.id) }.map {
                JSONValue.object([("grouping", .string(dimension.id)), ("cause", .string($0.cause.id))])
            }
        }
        return defined.isEmpty ? [] : [("by_definition", .array(defined))]
    }

    /// The design, if records are weighted.
    var designJSON: [(String, JSONValue)] {
        guard let designFacts, let weighting = choices.weighting else { return [] }
        return [("design", designFacts.json(weighting, smallest: choices.minimumCell))]
    }

    /// The values of a figure under their names, in the order of the contract.
    func fields(cause: Int, cell: Int) -> [(String, JSONValue)] {
        figure(cause: cause, cell: cell).fields(choices)
            + (standardised.map { $0[cause: cause, cell: cell].fields($0.standardisation) } ?? [])
    }
}

extension JSONValue {
    /// A value that may be hidden.
    static func shown<Value>(_ shown: Shown<Value>, _ value: (Value) -> JSONValue) -> JSONValue {
        switch shown {
        case .value(let found): value(found)
        case .none: .null
        case .hidden: .string(hiddenMark)
        }
    }
}

extension [UInt8] {
    /// Appends a value as a CSV field; nothing for null.
    mutating func append(csv value: JSONValue) {
        switch value {
        case .null: break
        case .string(let text): append(field: text)
        default: append(text: value.text)
        }
    }
}

extension RunResult {
    /// The run as the JSON object of the contract, `statistics` besides.
    package func json(_ provenance: Provenance, _ figures: Figures) -> JSONValue {
        .object(
            accountFields(provenance, hidingBelow: figures.choices.minimumCell) + [
                ("groups", .object(summary.dimensions.map { ($0.id, .array($0.groups.map(JSONValue.string))) })),
                ("statistics", figures.statisticsJSON),
                ("not_assessed", .array(notAssessed)),
                (
                    "main_causes",
                    .array(
                        figures.mainCauses.map {
                            .object([("cause", .string($0.name)), ("records", .shown($0.records, JSONValue.integer))])
                        }
                    )
                ),
                ("cells", .array(cells(figures))),
            ] + excludedRows
        )
    }

    /// The rows that were left out, none of which is among the records read, where a file's platform marks such rows or subjects count once.
    private var excludedRows: [(String, JSONValue)] {
        guard !excluded.isEmpty || bindings.contains(where: { !$0.layout.exclusions.isEmpty }) else { return [] }
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

    private func cells(_ figures: Figures) -> [JSONValue] {
        summary.causes.enumerated().flatMap { cause, entry in
            summary.cells.enumerated().map { position, cell in
                let groups = summary.dimensions.indices.map {
                    (summary.dimensions[$0].id, JSONValue.string(summary.label(cell, $0)))
                }
                let fields = figures.fields(cause: cause, cell: position)
                let values = entry.isAssessed ? fields : fields.map { ($0.0, JSONValue.null) }
                return .object([("cause", .string(entry.cause.id))] + groups + values)
            }
        }
    }
}
