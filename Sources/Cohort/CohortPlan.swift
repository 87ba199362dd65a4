// The plan that all files of a cohort share, made when the first header is read.

package import CSVReading
package import Codebook
internal import RuleSets
internal import Synchronization

/// Binds each file's header, and makes the plan from the first.
final class CohortPlan: Sendable {
    private let ruleSet: RuleSet
    private let alternatives: [RuleSet]
    private let companions: [CohortPlan]
    private let groups: [String]
    private let needsRecordID: Bool
    private let state = Mutex(State())

    private struct State {
        var plan: Plan?
        var bindings: [FileBinding] = []
    }

    /// Plans for a rule set and `alternatives` that differ from it in parameters only; `companions` are the plans of rule sets that the run
    /// compares with.
    init(
        _ ruleSet: RuleSet,
        alternatives: [RuleSet] = [],
        companions: [CohortPlan] = [],
        groups: [String] = [],
        needsRecordID: Bool = false
    ) {
        self.ruleSet = ruleSet
        self.alternatives = alternatives
        self.companions = companions
        self.groups = groups
        self.needsRecordID = needsRecordID
    }

    /// The plan, once a header was read.
    var plan: Plan? { state.withLock { $0.plan } }

    /// How the headers read so far were bound.
    var bindings: [FileBinding] { state.withLock { $0.bindings } }

    /// The columns whose cells are needed of a file: those of companions, then in the order of `Plan.neededColumns`, then the record id's
    /// where it is wanted and there. Throws if the header cannot be bound, or binds other variables than the files before.
    func project(_ header: Header, _ path: String) throws -> [Int] {
        let binding: Binding
        do {
            binding = try Binding(header: header.names, codebook: ruleSet.codebook)
        } catch {
            throw RunError(path: path, line: header.line, column: error.column, message: error.message)
        }
        if let doubt = doubt(header, binding) {
            throw RunError(path: path, line: header.line, column: doubt.column + 1, message: doubt.message)
        }
        let others = try companions.flatMap { try $0.project(header, path) }
        return try state.withLock { state in
            let plan = try state.plan ?? makePlan(binding)
            if let first = state.bindings.first, binding.collected != plan.collected {
                throw RunError(
                    path: path,
                    line: header.line,
                    message: difference(from: first, plan.collected, binding.collected)
                )
            }
            state.plan = plan
            state.bindings.append(FileBinding(path: path, header: header, binding: binding))
            var columns = others + plan.neededColumns.compactMap { binding.matches[plan.columnVariables[$0]]?.column }
            if needsRecordID, let column = ruleSet.codebook.recordID.flatMap({ binding.matches[$0]?.column }) {
                columns.append(column)
            }
            return columns
        }
    }

    /// A column whose numbers could be decimals or thousands, and that would be read as numbers.
    private func doubt(_ header: Header, _ binding: Binding) -> (column: Int, message: String)? {
        for (variable, match) in zip(ruleSet.codebook.variables, binding.matches) {
            guard case .number = variable.type, let match, let cell = header.dialect.doubtfulColumns[match.column]
            else { continue }
            return (
                match.column,
                "\"\(header.names[match.column].prefix(60))\" has numbers such as \(cell), in which the comma may stand before decimals or "
                    + "mark thousands; pass --decimal comma for decimals; else take the commas out of the numbers, or pass --decimal point "
                    + "to count them as unreadable"
            )
        }
        return nil
    }

    private func makePlan(_ binding: Binding) throws -> Plan {
        do {
            return try ruleSet.plan(collected: binding.collected, groupedBy: groups, alternatives: alternatives)
        } catch {
            throw RunError(message: error.message)
        }
    }

    private func difference(from first: FileBinding, _ expected: Set<Int>, _ found: Set<Int>) -> String {
        func names(_ positions: Set<Int>) -> String {
            positions.sorted().map { ruleSet.codebook.variables[$0].id }.joined(separator: ", ")
        }
        var parts: [String] = []
        let (missing, extra) = (expected.subtracting(found), found.subtracting(expected))
        if !missing.isEmpty { parts.append("has no column for \(names(missing))") }
        if !extra.isEmpty { parts.append("has columns for \(names(extra)) besides") }
        return
            "the header \(parts.joined(separator: " and ")), unlike \(first.path); files of one cohort must have the same variables"
    }
}

/// How the columns of one file were bound.
package struct FileBinding: Sendable {
    /// The file.
    package let path: String
    /// Its header.
    package let header: Header
    /// What its columns answer.
    package let binding: Binding
}
