// Records as they were read, every column as text, as plain CSV.

package import CSVReading

/// Writes the rows of `convert --raw`: RFC 4180 with commas and LF, quotes only where needed.
package enum RawRows {
    /// The header's row.
    package static func header(_ names: [String]) -> [UInt8] {
        var row: [UInt8] = []
        for (index, name) in names.enumerated() {
            if index > 0 { row.append(UInt8(ascii: ",")) }
            row.append(field: name)
        }
        if row.isEmpty { row.append(text: "\"\"") }
        row.append(0x0A)
        return row
    }

    /// Appends one row per record. Bytes that are not UTF-8 stay as they are. A lone empty field is quoted, since a blank line is no record.
    package static func append(_ run: RecordRun, to rows: inout [UInt8]) {
        for record in 0..<run.count {
            let start = rows.count
            for slot in 0..<run.slots {
                if slot > 0 { rows.append(UInt8(ascii: ",")) }
                rows.append(field: run.cell(record: record, slot: slot))
            }
            if rows.count == start { rows.append(text: "\"\"") }
            rows.append(0x0A)
        }
    }
}
