// A generated cohort taken apart again for the tests: header, records, cells.

import Synthesis

/// A table read by a reader of its own, so that the writer is not checked with itself.
struct Table {
    let header: [String]
    let rows: [Row]

    struct Row {
        let columns: [String: Int]
        let cells: [String]

        /// The text of a cell; a misspelt column is a failed test, not a blank.
        subscript(column: String) -> String {
            columns[column].map { cells[$0] } ?? "no column \(column)"
        }

        func number(_ column: String) -> Double? { Double(self[column]) }

        func boolean(_ column: String) -> Bool? {
            switch self[column] {
            case "yes": true
            case "no": false
            default: nil
            }
        }
    }

    /// Reads CSV as RFC 4180 has it, with LF as line end.
    init(_ bytes: [UInt8]) {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var quoted = false
        var wasQuote = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""):
                if quoted {
                    wasQuote = true
                } else if wasQuote {
                    field.append(byte)
                    wasQuote = false
                }
                quoted.toggle()
            case UInt8(ascii: ",") where !quoted:
                record.append(String(decoding: field, as: UTF8.self))
                field = []
                wasQuote = false
            case UInt8(ascii: "\n") where !quoted:
                records.append(record + [String(decoding: field, as: UTF8.self)])
                record = []
                field = []
                wasQuote = false
            default:
                field.append(byte)
            }
        }
        let header = records.first ?? []
        let columns = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        self.header = header
        rows = records.dropFirst().map { Row(columns: columns, cells: $0) }
    }
}

/// A cohort with its truth, as bytes and as tables.
struct SyntheticCohort {
    let bytes: [UInt8]
    let cohort: Table
    let truth: Table

    init(records: Int, missing: Bool, messy: Bool) {
        let generator = CohortGenerator(seed: 7, missing: missing, messy: messy)
        var csv = CohortGenerator.header
        var truth = CohortGenerator.truthHeader
        generator.appendRecords(0..<records, to: &csv, truth: &truth)
        bytes = csv
        cohort = Table(csv)
        self.truth = Table(truth)
    }

    /// 10,000 records of seed 7: complete, with answers left out, and with messy cells as well.
    static let complete = SyntheticCohort(records: 10_000, missing: false, messy: false)
    static let incomplete = SyntheticCohort(records: 10_000, missing: true, messy: false)
    static let messy = SyntheticCohort(records: 10_000, missing: true, messy: true)

    /// The records that belong to the population.
    var eligible: [(record: Table.Row, truth: Table.Row)] {
        zip(cohort.rows, truth.rows).filter { $1["eligible"] == "yes" }.map { (record: $0, truth: $1) }
    }
}
