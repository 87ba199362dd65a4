// Rejected records as CSV rows.

package import CSVReading

/// Writes the rows of `--rejects`.
package enum RejectRows {
    /// The header.
    package static let header = "file,line,byte,record,reason,column,message,text\n"

    /// Appends one row per reject.
    package static func append(_ rejects: [Reject], path: String, to rows: inout [UInt8]) {
        for reject in rejects {
            rows.append(field: path)
            rows.append(
                text:
                    ",\(reject.line),\(reject.byte),\(reject.record),\(reject.isRepaired ? "repaired" : reject.reason.rawValue),"
            )
            rows.append(text: reject.column.map(String.init) ?? "")
            rows.append(UInt8(ascii: ","))
            rows.append(field: reject.message)
            rows.append(UInt8(ascii: ","))
            reject.text.withUnsafeBufferPointer { rows.append(repairedField: $0) }
            rows.append(0x0A)
        }
    }
}
