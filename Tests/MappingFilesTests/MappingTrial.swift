// A small file read with a mapping.

import CSVReading
import Codebook
import Exports
import MappingFiles
import Mappings
import RuleSetFiles
import RuleSets
import Synchronization

/// A mapping's text and a file's, brought together with the built-in rule set.
struct MappingTrial {
    static let ruleSet: RuleSet = {
        guard let ruleSet = RuleSetFile.builtIn.ruleSet else { fatalError("the built-in rule set has errors") }
        return ruleSet
    }()

    /// The intake of a file under a mapping. Throws what is wrong with either, as `line:column: message`.
    static func intake(_ file: String, _ mapping: String = "columns: {}", as platform: Platform? = nil) throws -> Intake
    {
        let mapping = MappingFile(path: "map.yaml", bytes: Array(mapping.utf8), ruleSet: ruleSet)
        guard let value = mapping.mapping else { throw Refused(mapping.problems.map { ($0.place, $0.message) }) }
        let found = Mutex<Layout?>(nil)
        let names = Mutex<[String]>([])
        let reader = try CohortReader(
            [.bytes(Array(file.utf8), name: "file.csv")],
            headerRows: { first, _, _ in
                let layout = Layout(first, platform: platform)
                found.withLock { $0 = layout }
                return layout.headerRows
            },
            projection: { header, _, _ in
                names.withLock { $0 = header.names }
                return []
            }
        )
        var worker = reader.makeWorker()
        while try worker.next() != nil {}
        let header = names.withLock { $0 }
        do {
            return try Intake(
                header: header,
                layout: found.withLock { $0 } ?? .plain(header),
                mapping: value,
                codebook: ruleSet.codebook
            )
        } catch {
            throw Refused([(error.mappingPlace ?? .start, error.message)])
        }
    }

    struct Refused: Error, CustomStringConvertible {
        let lines: [String]
        init(_ problems: [(Place, String)]) {
            lines = problems.map { "\($0.line):\($0.column): \($1)" }
        }
        var description: String { lines.joined(separator: "\n") }
    }
}
