// Exports that real platforms made: read with nothing lost, and their layout recognised.

import CSVReading
import Codebook
import Exports
import Foundation
import Testing

/// A real export, as the shared data has it, and what is in it.
struct RealExport: CustomTestStringConvertible, Sendable {
    let file: String
    let platform: Platform
    var headerRows = 1
    let records: Int
    var choices: [String] = []

    var testDescription: String { file }
    var path: String? { sharedData("exports/\(file)") }

    static let all = [
        RealExport(
            file: "checkboxes-1__data.csv",
            platform: .redcap,
            records: 4,
            choices: ["check_one: 1|2|3|4", "check_two: a|b|c|d|e"]
        ),
        RealExport(file: "decimal-comma-and-dot__data.csv", platform: .redcap, records: 4),
        RealExport(file: "repeating-instruments__data.csv", platform: .redcap, records: 6),
        RealExport(file: "simple__data.csv", platform: .redcap, records: 5, choices: ["race: 1|2|3|4|5|6"]),
        RealExport(file: "survey__data.csv", platform: .redcap, records: 2, choices: ["consent: 1"]),
        RealExport(file: "kobo_select_multiple.csv", platform: .kobo, records: 5, choices: ["pet_type: 1|2|3|4|5"]),
        RealExport(file: "qualtrics_sample.csv", platform: .qualtrics, headerRows: 3, records: 1),
        RealExport(
            file: "surveymonkey_starwars.csv",
            platform: .surveymonkey,
            headerRows: 2,
            records: 1186,
            choices: [
                "Which of the following Star Wars films have you seen? Please select all that apply.: "
                    + "Star Wars: Episode I  The Phantom Menace|Star Wars: Episode II  Attack of the Clones|"
                    + "Star Wars: Episode III  Revenge of the Sith|Star Wars: Episode IV  A New Hope|"
                    + "Star Wars: Episode V The Empire Strikes Back|Star Wars: Episode VI Return of the Jedi"
            ]
        ),
    ]
}

@Suite("Real exports", .enabled(if: sharedData("exports") != nil))
struct RealExportTests {
    @Test("Layout, header and every record", arguments: RealExport.all)
    func recognised(_ export: RealExport) throws {
        let path = try #require(export.path)
        let file = try RecognisedFile(.file(path: path))
        #expect(file.layout.platform == export.platform)
        #expect(file.layout.headerRows == export.headerRows)
        #expect(file.records == export.records)
        #expect(file.rejected == 0)
        #expect(file.places.count == export.records)
        #expect(file.choices == export.choices)
    }
}
