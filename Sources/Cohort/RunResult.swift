// What a run over a cohort leaves behind.

package import CSVReading
package import Codebook
package import Prevalence
package import RuleSets

/// How many records were rejected for one reason, and where the first stands.
package struct RejectCount: Sendable, Hashable {
    /// The reason.
    package var reason: RejectReason
    /// How many.
    package var count: Int
    /// The file of the first.
    package var firstFile: String
    /// The line of the first, from 1.
    package var firstLine: Int
    /// What the first says to a person.
    package var firstMessage: String
    /// Whether they were kept after all, with their quotes read as text.
    package var isRepaired: Bool
}

/// The answers to one variable in one file that were read in units that their cells name and the column does not have.
package struct OwnUnitCount: Sendable {
    /// The file.
    package var path: String
    /// The variable's id.
    package var variable: String
    /// The unit that they were converted to.
    package var target: String
    /// How many, by unit, in the order of the units.
    package var counts: [(unit: MeasurementUnit, answers: Int)]

    /// `weight_kg: 12 answers name a unit of their own (lb 7, st-lb 5): converted to kg`.
    package var description: String {
        let all = counts.reduce(0) { $0 + $1.answers }
        let units = counts.map { "\($0.unit.rawValue) \($0.answers)" }.joined(separator: ", ")
        return
            "\(variable): \(all) answer\(all == 1 ? " names a unit of its" : "s name a unit of their") own (\(units)): "
            + "converted to \(target)"
    }
}

/// A finished run.
package struct RunResult: Sendable {
    /// The plan that all files shared.
    package var plan: Plan
    /// The plans of the other rule sets of the run.
    package var companions: [Plan]
    /// The summary of all records.
    package var summary: Summary
    /// The weighted sums, if the run had columns of a design.
    package var design: DesignSummary?
    /// The weighted sums of the population and of the records outside it, if the run contrasts them.
    package var designContrast: DesignSummary?
    /// The weighted sums of combinations of causes, if the run counts them.
    package var designCombinations: DesignCombinations?
    /// The summary by bands of age, and its weighted sums, if the run standardises by them.
    package var byAge: Summary?
    package var designByAge: DesignSummary?
    /// How the header of each file was bound.
    package var bindings: [FileBinding]
    /// The inputs and their sizes in bytes.
    package var inputs: [InputSize]
    /// How many rows were left out, by reason, those of none aside. They are none of the records read.
    package var excluded: [ExcludedCount]
    /// How many records were read, rejected ones included.
    package var recordsRead: Int
    /// How many of them were rejected.
    package var recordsRejected: Int
    /// How many were kept only because their quotes were read as text; nil if that was not asked for.
    package var recordsRepaired: Int?
    /// The rejected and the repaired ones by reason, in order of first appearance.
    package var rejects: [RejectCount]
    /// For each needed variable the answers that are missing, by kind, in codebook order.
    package var missing: [(variable: Variable, kinds: [(kind: MissingKind, records: Int)])]
    /// The answers that were read in units of their own, by file and variable.
    package var ownUnits: [OwnUnitCount]
}
