// Tables of known answers: those committed beside the tests, and those of the shared folder where there is one.

import Foundation
import Testing

/// A small CSV file with a header, read whole.
struct ReferenceTable {
    /// One row, by column name.
    struct Row: CustomStringConvertible {
        let cells: [String: String]

        /// The text of a column, empty if there is no such column.
        subscript(_ column: String) -> String { cells[column] ?? "" }

        /// The number in a column, NaN for NA and the like.
        func number(_ column: String) -> Double { Double(self[column]) ?? .nan }

        /// The whole number in a column; R writes some of them as 1e+05.
        func count(_ column: String) -> Int { Int(number(column)) }

        var description: String {
            cells.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        }
    }

    let rows: [Row]

    init(path: String) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        let names = Self.fields(lines.first ?? "")
        rows = lines.dropFirst().map { line in
            Row(cells: Dictionary(zip(names, Self.fields(line))) { first, _ in first })
        }
    }

    /// A file of `Fixtures`.
    static func fixture(_ name: String) throws -> ReferenceTable {
        try ReferenceTable(path: folder.appending(path: "Fixtures/\(name)").path)
    }

    /// A file of the shared folder's data.
    static func shared(_ name: String) throws -> ReferenceTable {
        try ReferenceTable(path: sharedData + name)
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// The shared folder's data, which is not part of the repository.
    private static let sharedData =
        (ProcessInfo.processInfo.environment["LUMBAR_SHARED"] ?? folder.appending(path: "../../../shared").path)
        + "/data/"

    /// Whether the shared folder is at hand.
    static let isSharedHere = FileManager.default.fileExists(atPath: sharedData + "statistics")

    /// The fields of a line, with commas inside quotes.
    private static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}

/// Whether two numbers differ by at most `tolerance` of the second; two NaN are the same.
func agrees(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-9) -> Bool {
    guard let value, !value.isNaN, !expected.isNaN else { return (value ?? .nan).isNaN && expected.isNaN }
    return abs(value - expected) <= tolerance * abs(expected)
}
