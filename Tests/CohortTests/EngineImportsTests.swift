// The engine does not pull Foundation in: a program that links only it starts in a few milliseconds.

import Foundation
import Testing

@Suite("What the engine imports")
struct EngineImportsTests {
    /// The modules that the library's core is made of, from bytes to reports.
    private static let engine = [
        "CSVReading", "Columns", "Codebook", "Dialects", "FEEL", "RuleSets", "Statistics", "Disclosure", "Prevalence",
        "Figures", "Cohort",
        "Reporting", "Synthesis", "Charts", "Markup",
    ]

    @Test("No engine module imports Foundation", arguments: engine)
    func imports(_ module: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/\(module)").standardizedFileURL
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        let files = paths.map { folder.appendingPathComponent($0) }.filter { $0.pathExtension == "swift" }
        #expect(!files.isEmpty)
        for file in files {
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            let offending = lines.filter { $0.contains("import Foundation") }
            #expect(offending.isEmpty, "\(file.lastPathComponent)")
        }
    }
}
