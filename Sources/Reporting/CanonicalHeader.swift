// The columns of a converted file: variables under their ids, and others under names that no reader takes for a variable.

internal import CSVReading
internal import Codebook
package import Cohort
internal import Exports
package import RuleSets

/// The columns that `convert` writes for files of one cohort.
package struct CanonicalHeader: Sendable {
    /// A column that answers no variable and is kept.
    package struct Kept: Sendable, Equatable {
        /// What the converted file calls it.
        package var name: String
        /// What the file calls it.
        package var source: String
    }

    /// The id of the record id, if the rule set has one.
    let recordID: String?
    /// The positions of the variables with a column, but for the record id, in codebook order.
    let variables: [Int]
    /// The other columns, in the first file's order.
    package let kept: [Kept]
    /// Whether each variable has a column that says why it has no answer.
    let hasKinds: Bool
    private let codebook: Codebook

    /// The columns for a file and all that have the same variables; O(columns + the codebook's names).
    package init(_ plan: Plan, _ file: FileBinding, hasKinds: Bool) {
        codebook = plan.ruleSet.codebook
        recordID = codebook.recordID.map { [codebook] in codebook.variables[$0].id }
        variables = plan.neededColumns.map { plan.columnVariables[$0] }
        self.hasKinds = hasKinds
        let ids = variables.map { [codebook] in codebook.variables[$0].id }
        var taken = Set(codebook.variables.map(\.id) + ids.map(Self.kindName))
        let names = file.slots.unbound.map { file.header.names[$0] }
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        // First those that keep their names, so that no other takes one of them.
        let known = KnownNames(codebook)
        let keeps = names.map { name in
            !name.isEmpty && counts[name] == 1 && !taken.contains(name) && !known.include(name)
        }
        for (name, isFree) in zip(names, keeps) where isFree { taken.insert(name) }
        kept = zip(file.slots.unbound, zip(names, keeps)).map { column, entry in
            if entry.1 { return Kept(name: entry.0, source: entry.0) }
            var name = "column_\(column + 1)"
            while taken.contains(name) { name += "_" }
            taken.insert(name)
            return Kept(name: name, source: entry.0)
        }
    }

    /// The name of the column that says why a variable has no answer.
    static func kindName(_ id: String) -> String { "\(id).missing" }

    /// How many columns there are.
    var width: Int { (recordID == nil ? 0 : 1) + variables.count * (hasKinds ? 2 : 1) + kept.count }

    /// The header's row.
    package var row: [UInt8] {
        let ids = variables.map { codebook.variables[$0].id }
        let names = (recordID.map { [$0] } ?? []) + ids + (hasKinds ? ids.map(Self.kindName) : []) + kept.map(\.name)
        var row: [UInt8] = []
        for (place, name) in names.enumerated() {
            if place > 0 { row.append(UInt8(ascii: ",")) }
            // What could be taken for another delimiter is quoted, too, so that nobody has to ask which it is.
            if name.contains(where: { ";|\t".contains($0) }) {
                row.append(text: "\"" + name.replacing("\"", with: "\"\"") + "\"")
            } else {
                row.append(field: name)
            }
        }
        row.append(0x0A)
        return row
    }

    /// What is wrong with writing another file under this header; nil if nothing is.
    package func problem(with other: CanonicalHeader, _ path: String) -> RunError? {
        guard other.kept != kept else { return nil }
        return RunError(
            path: path,
            message:
                "its columns that answer no variable are not those of the first file; leave out --keep-unbound, or convert the files one by one"
        )
    }
}
