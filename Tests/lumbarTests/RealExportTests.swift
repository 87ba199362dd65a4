// Exports that platforms really made. They are read where the shared data is at hand.

import Foundation
import Testing

@Suite("Real exports")
struct RealExportTests {
    static let folder = CommandLine.packageFolder.deletingLastPathComponent().appendingPathComponent(
        "shared/data/exports"
    )

    /// A file, how it is read, and how many lines its records come to.
    struct Export: Sendable, CustomTestStringConvertible {
        var name: String
        var dialect: String
        var lines: Int
        var testDescription: String { name }

        init(_ name: String, _ lines: Int, _ dialect: String = "UTF-8, commas, decimal points") {
            (self.name, self.dialect, self.lines) = (name, dialect, lines)
        }
    }

    @Test(
        "Encoding, delimiter and decimal mark are recognised, and no record is lost",
        .enabled(if: FileManager.default.fileExists(atPath: folder.path)),
        arguments: [
            Export("checkboxes-1__data.csv", 4),
            Export("checkboxes-1__dictionary.csv", 4),
            Export("decimal-comma-and-dot__data.csv", 4, "UTF-8, commas, decimal commas and points"),
            Export("decimal-comma-and-dot__dictionary.csv", 8),
            Export("kobo_select_multiple.csv", 5),
            Export("qualtrics_sample.csv", 3),
            Export("repeating-instruments__data.csv", 6),
            Export("repeating-instruments__dictionary.csv", 11),
            Export("simple__data.csv", 15),
            Export("survey__data.csv", 2),
            Export("survey__dictionary.csv", 25),
            Export("surveymonkey_starwars.csv", 1187, "Windows-1252, commas, decimal points"),
        ]
    )
    func recognised(_ export: Export) throws {
        let path = Self.folder.appendingPathComponent(export.name).path
        let run = try CommandLine(
            "lumbar convert --raw '\(path)' --threads 2 | lumbar convert --raw - > /dev/null --quiet"
        )
        #expect(run.error == "lumbar: \(path): read as \(export.dialect)\n")
        #expect(run.code == 0)
        let lines = try CommandLine("lumbar convert --raw '\(path)' --quiet | tail -n +2 | wc -l")
        #expect(Int(lines.text.trimmingCharacters(in: .whitespacesAndNewlines)) == export.lines)
    }
}
