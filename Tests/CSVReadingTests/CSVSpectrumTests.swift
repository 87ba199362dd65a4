// csv-spectrum: small CSV files that others wrote, and what they mean. They are read where the shared data is at hand.

import CSVReading
import Foundation
import Testing

@Suite("csv-spectrum")
struct CSVSpectrumTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/csv-spectrum").standardizedFileURL

    static var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "csvs").path)) ?? []
        return files.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }.sorted()
    }

    @Test(.enabled(if: !names.isEmpty), arguments: names)
    func reads(name: String) throws {
        let csv = Self.folder.appending(path: "csvs/\(name).csv").path
        let cohort = ReadingPlan(workers: 2).read([.file(path: csv)])
        #expect(cohort.error == nil)
        if name == "location_coordinates" {
            // Its coordinates have bare quotes in unquoted fields, which strict reading rejects. (Its JSON would not fit
            // anyway: it holds a telephone number that the CSV does not.)
            #expect(cohort.reasons == ["2: stray_quote 2"])
            return
        }
        let data = try Data(contentsOf: Self.folder.appending(path: "json/\(name).json"))
        let expected = try #require(JSONSerialization.jsonObject(with: data) as? [[String: String]])
        let header = try #require(cohort.headers.first)
        #expect(cohort.texts.map { Dictionary(zip(header.names, $0)) { first, _ in first } } == expected)
        #expect(cohort.rejects == [])
    }
}
