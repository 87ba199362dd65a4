// A standard population of one's own: a CSV file of ages and people.

import CSVReading
import Codebook
import Dialects
import Foundation
import Statistics

extension StandardPopulation {
    /// Reads a population.
    ///
    /// The first column has the ages of each band, as `20-39`, `60+`, `<5` or, in all rows, the youngest age alone; the second how many people there are. The
    /// first row may be a header.
    ///
    /// - Throws: An `InputError` if the file cannot be read; a `Failure` at the line of a band that cannot be read, overlaps another, or has no people.
    init(file path: String) throws {
        guard !path.isEmpty else { throw Failure(.usage, "'--standardise' takes a population or a file") }
        let rows = try StandardFileRows(path)
        let bands = try rows.bands()
        try self.init(title: "standard population of \(path)", bands: bands.map { ($0.band, $0.people) })
    }
}

/// The rows of the file, before bands are made of them.
private struct StandardFileRows {
    struct Row {
        var line: Int
        var ages: String
        var people: String
    }

    let path: String
    private var rows: [Row] = []

    init(_ path: String) throws {
        self.path = path
        let source = ByteSource.file(path: path).recognised(DialectChoices()) { _ in }
        var header: Row?
        let found = Kept()
        let reader: CohortReader
        do {
            reader = try CohortReader([source]) { header, _, path in
                guard header.names.count >= 2 else {
                    throw InputError(
                        .unusable,
                        path: path,
                        line: header.line,
                        message: "a standard population has two columns, ages and people, such as 20-39,55000"
                    )
                }
                found.header = Row(line: header.line, ages: header.names[0], people: header.names[1])
                return [0, 1]
            }
            var worker = reader.makeWorker()
            while let block = try worker.next() {
                for run in block.runs {
                    for record in 0..<run.count {
                        let cells = (0...1).map {
                            String(decoding: trimmed(run.cell(record: record, slot: $0)), as: UTF8.self)
                        }
                        rows.append(Row(line: run.line(of: record), ages: cells[0], people: cells[1]))
                    }
                }
                if let reject = block.rejects.first {
                    throw Failure(.unusableData, "\(path):\(reject.line): \(reject.message)")
                }
            }
        } catch let error as InputError where error.kind == .cannotOpen {
            let names = StandardPopulation.Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                .cannotOpenInput,
                "'--standardise \(path)' is neither a population that comes with the program (\(names)) nor a file that can be opened"
            )
        }
        header = found.header
        // A header of numbers is a row.
        if let header, Double(header.people.trimmingCharacters(in: .whitespaces)) != nil { rows.insert(header, at: 0) }
    }

    /// What the projection of the header leaves behind; it runs before the first block is read, on the same thread.
    private final class Kept: @unchecked Sendable { var header: Row? }

    private func fail(_ row: Row, _ message: String) -> Failure {
        Failure(.unusableData, "\(path):\(row.line): \(message)")
    }

    func bands() throws -> [(band: AgeBand, people: Double)] {
        guard !rows.isEmpty else {
            throw Failure(.unusableData, "\(path): there are no age bands; write one per line, such as 20-39,55000")
        }
        let lowers = rows.map { Double($0.ages) }
        let areLowerBounds = lowers.allSatisfy { $0 != nil }
        var bands: [(row: Row, band: AgeBand, people: Double)] = []
        for (row, lower) in zip(rows, lowers) {
            guard let people = Double(row.people), people > 0, people.isFinite else {
                throw fail(row, "\"\(row.people.prefix(40))\" is no number of people above 0")
            }
            let band: AgeBand
            do {
                if areLowerBounds, let lower {
                    let next = lowers.compactMap(\.self).filter { $0 > lower }.min()
                    band = try AgeBand(from: lower, to: next)
                } else {
                    band = try AgeBand(label: row.ages)
                }
            } catch { throw fail(row, error.message) }
            if let other = bands.first(where: { $0.band.overlaps(band) }) {
                throw fail(
                    row,
                    "the age band \(band.label) overlaps \(other.band.label) (line \(other.row.line)); give every age to one band"
                )
            }
            bands.append((row, band, people))
        }
        return bands.map { ($0.band, $0.people) }
    }
}
