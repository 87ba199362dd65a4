// A cohort in memory, and the plan that the program would make for it: what every stage is measured on.

package import Cohort
package import CSVReading
internal import FEEL
package import RuleSets
internal import RuleSetFiles

/// A cohort that the stages of a run work on, one at a time.
///
/// This library is for the benchmarks: it runs the program's own code for one stage and nothing else.
public final class StageCohort: Sendable {
    /// The cohort as a CSV file, header included.
    public let bytes: [UInt8]
    /// How many records it has.
    public let records: Int
    package let plan: Plan
    /// The plan with how the cohort's header was bound.
    package let shared: CohortPlan
    /// The columns of the file whose cells the plan needs.
    package let columns: [Int]
    /// Where the records begin.
    package let bodyStart: Int

    /// Plans the built-in rule set for a cohort.
    ///
    /// - Parameter text: A CSV file whose header is one plain line.
    /// - Throws: An error whose description says what is wrong with the cohort.
    public init(_ text: [UInt8]) throws {
        guard let ruleSet = RuleSetFile.builtInWithoutFlags.ruleSet else {
            throw StageError(description: "no built-in rule set")
        }
        guard let lineEnd = text.firstIndex(of: UInt8(ascii: "\n")) else {
            throw StageError(description: "the cohort has no header")
        }
        let names = text[..<lineEnd].split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
        shared = CohortPlan(ruleSet, groups: ruleSet.summariseBy, needsRecordID: false)
        columns = try shared.project(Header(names: names, line: 1), "cohort")
        guard let plan = shared.plan else { throw StageError(description: "no plan was made") }
        self.plan = plan
        bytes = text
        bodyStart = lineEnd + 1
        records = try Self.read(text, columns: columns, kernel: .best)
    }

    /// How many rules the plan decides.
    public var rules: Int { plan.causes.reduce(0) { $0 + $1.rules.count { $0 != nil } } }

    /// How many steps its program has: what rules share is computed once.
    public var steps: Int { plan.program.instructions.count }

    /// Reads all records and counts them.
    package static func read(_ text: [UInt8], columns: [Int], kernel: StructureKernel) throws -> Int {
        var options = ReadingOptions()
        options.kernel = kernel
        let reader = try CohortReader([.bytes(text, name: "cohort")], options: options) { _, _, _ in columns }
        var worker = reader.makeWorker()
        var records = 0
        while let block = try worker.next() { records += block.recordCount }
        return records
    }
}

/// Why a stage cannot be run.
public struct StageError: Error, Sendable, CustomStringConvertible {
    /// One sentence.
    public let description: String
}
