// The plan that all files of a cohort share, made when the first header is read.

package import CSVReading
package import Codebook
package import Exports
package import Mappings
package import RuleSets
internal import Synchronization

/// Binds each file's header, and makes the plan from the first.
package final class CohortPlan: Sendable {
    private let ruleSet: RuleSet
    private let alternatives: [RuleSet]
    private let companions: [CohortPlan]
    private let groups: [String]
    private let describedGroups: [String]
    private let needsRecordID: Bool
    private let readsAllVariables: Bool
    private let readsOnly: Set<Int>?
    private let keepsUnbound: Bool
    private let readsFlags: Bool
    private let flagColumns: Set<Int>
    private let survey: SurveyOptions
    private let design: DesignColumns?
    private let state = Mutex(State())

    private struct State {
        var plan: Plan?
        /// The layout of the file whose header comes next.
        var layout: Layout?
        var bindings: [FileBinding] = []
    }

    /// Makes a plan that has seen no header.
    ///
    /// - Parameters:
    ///   - ruleSet: The rule set.
    ///   - alternatives: Rule sets that differ from it in parameters only.
    ///   - companions: The plans of rule sets that the run compares with.
    ///   - groups: The groupings, by id.
    ///   - describedGroups: The groupings by which the population is described besides, by id.
    ///   - needsRecordID: Whether the record id is read.
    ///   - readsAllVariables: Whether every variable that the files have is read.
    ///   - readsOnly: The positions of the only variables that are read, whatever rules need.
    ///   - keepsUnbound: Whether the columns that answer no variable are read.
    ///   - readsFlags: Whether red flags are decided, too.
    ///   - flagColumns: The variables of red flags that some file has a column for, whether the first has or not.
    ///   - survey: What is known of the survey.
    ///   - design: The columns that say how the sample was drawn.
    package init(
        _ ruleSet: RuleSet,
        alternatives: [RuleSet] = [],
        companions: [CohortPlan] = [],
        groups: [String] = [],
        describedGroups: [String] = [],
        needsRecordID: Bool = false,
        readsAllVariables: Bool = false,
        readsOnly: Set<Int>? = nil,
        keepsUnbound: Bool = false,
        readsFlags: Bool = false,
        flagColumns: Set<Int> = [],
        survey: SurveyOptions = SurveyOptions(),
        design: DesignColumns? = nil
    ) {
        self.ruleSet = ruleSet
        self.alternatives = alternatives
        self.companions = companions
        self.groups = groups
        self.describedGroups = describedGroups
        self.needsRecordID = needsRecordID
        self.readsAllVariables = readsAllVariables
        self.readsOnly = readsOnly
        self.keepsUnbound = keepsUnbound
        self.readsFlags = readsFlags
        self.flagColumns = flagColumns
        self.survey = survey
        self.design = design
    }

    /// Recognises the layout of the next file and says how many rows its header has.
    func headerRows(_ first: FirstRecords) -> Int {
        let layout = Layout(first, platform: survey.platform)
        state.withLock { $0.layout = layout }
        return layout.headerRows
    }

    /// The plan, once a header was read.
    package var plan: Plan? { state.withLock { $0.plan } }

    /// How the headers read so far were bound.
    var bindings: [FileBinding] { state.withLock { $0.bindings } }

    /// The columns whose cells are needed of a file: its own as ``FileSlots`` lays them out, then those of companions. Throws if the header cannot be
    /// bound, or binds other variables than the files before.
    package func project(_ header: Header, _ path: String) throws -> [Int] {
        let layout = state.withLock { $0.layout.take() } ?? .plain(header.names)
        return try project(header, path, layout, firstSlot: 0)
    }

    private func project(_ header: Header, _ path: String, _ layout: Layout, firstSlot: Int) throws -> [Int] {
        let intake: Intake
        do {
            intake = try Intake(
                header: header.names,
                layout: layout,
                dictionary: survey.dictionary,
                mapping: survey.mapping,
                dialect: header.dialect,
                codebook: ruleSet.codebook
            )
        } catch {
            throw runError(error, header, path, layout)
        }
        let binding = intake.binding
        if let doubt = doubt(header, intake) {
            throw RunError(path: path, line: header.line, column: doubt.column + 1, message: doubt.message)
        }
        let designColumns = try design?.places(in: header, path) ?? .init()
        var columns = try state.withLock { state in
            let plan = try state.plan ?? makePlan(binding)
            if let first = state.bindings.first {
                try requireSame(as: first, plan.collected, binding.collected, path, header)
            }
            let slots = FileSlots(
                plan,
                intake,
                first: firstSlot,
                needsRecordID: needsRecordID,
                exclusions: survey.keepsExcluded ? [] : layout.exclusions,
                unbound: keepsUnbound ? intake.unboundColumns(of: header.names.count) : [],
                design: designColumns
            )
            state.plan = plan
            state.bindings.append(FileBinding(path: path, header: header, intake: intake, slots: slots))
            return slots.columns
        }
        for companion in companions {
            columns += try companion.project(header, path, layout, firstSlot: firstSlot + columns.count)
        }
        return columns
    }

    /// A column whose numbers could be decimals or thousands, and that would be read as numbers.
    private func doubt(_ header: Header, _ intake: Intake) -> (column: Int, message: String)? {
        for (position, match) in intake.binding.matches.enumerated() where !intake.knowsDecimalMark(of: position) {
            let variable = ruleSet.codebook.variables[position]
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

    /// What an unusable header is reported as: at its place in the mapping where that is to blame, else in the file.
    private func runError(_ error: IntakeError, _ header: Header, _ path: String, _ layout: Layout) -> RunError {
        if let place = error.mappingPlace, let mapping = survey.mapping {
            let message = "\(error.message) (\(path))"
            return RunError(path: mapping.path, line: place.line, column: place.column, message: message)
        }
        let readAs =
            layout.platform == .plain
            ? "" : " (the file is read as a \(layout.platform.title) export; '--layout' can say otherwise)"
        return RunError(path: path, line: header.line, column: error.column, message: error.message + readAs)
    }

    /// How a file was bound, by its place among the inputs.
    func binding(ofFile index: Int) -> FileBinding? {
        state.withLock { $0.bindings.indices.contains(index) ? $0.bindings[index] : nil }
    }

    private func makePlan(_ binding: Binding) throws -> Plan {
        do {
            let plan = try ruleSet.plan(
                collected: binding.collected.union(flagColumns),
                groupedBy: groups,
                describedBy: describedGroups,
                withFlags: readsFlags,
                alternatives: alternatives
            )
            if let readsOnly { return plan.reading(only: readsOnly) }
            return readsAllVariables ? plan.readingAllColumns() : plan
        } catch {
            throw RunError(message: error.message)
        }
    }

    /// Throws where a file answers other variables than the files before. What only red flags ask for may be missing in some of them: it is
    /// unanswered there. A column for it that comes unannounced can be left alone only where nothing reads it.
    private func requireSame(
        as first: FileBinding,
        _ expected: Set<Int>,
        _ found: Set<Int>,
        _ path: String,
        _ header: Header
    ) throws(RunError) {
        let flags = ruleSet.codebook.flagPositions
        let isRead = readsFlags || readsAllVariables || !(groups + describedGroups).isEmpty
        let extra = found.subtracting(expected).filter { isRead || !flags.contains($0) }
        let missing = expected.subtracting(found).filter { !flags.contains($0) }
        guard missing.isEmpty, extra.isEmpty else {
            throw RunError(path: path, line: header.line, message: difference(from: first, missing, extra))
        }
    }

    private func difference(from first: FileBinding, _ missing: Set<Int>, _ extra: Set<Int>) -> String {
        func names(_ positions: Set<Int>) -> String {
            positions.sorted().map { ruleSet.codebook.variables[$0].id }.joined(separator: ", ")
        }
        var parts: [String] = []
        if !missing.isEmpty { parts.append("has no column for \(names(missing))") }
        if !extra.isEmpty { parts.append("has columns for \(names(extra)) besides") }
        let difference = "the header \(parts.joined(separator: " and ")), unlike \(first.path)"
        guard missing.isEmpty, extra.allSatisfy(ruleSet.codebook.flagPositions.contains) else {
            return "\(difference); files of one cohort must have the same variables"
        }
        return "\(difference); name a file with all columns for red flags first"
    }
}

/// How the columns of one file were bound.
package struct FileBinding: Sendable {
    /// The file.
    package let path: String
    /// Its header.
    package let header: Header
    /// How its columns answer variables.
    package let intake: Intake
    /// How the reader hands its cells over.
    package let slots: FileSlots

    /// What its columns answer.
    package var binding: Binding { intake.binding }
    /// The columns that say how the sample was drawn, from 0.
    package var designColumns: [Int] { slots.design.all.map { slots.columns[$0 - slots.first] } }
    /// Its layout.
    package var layout: Layout { intake.layout }
}
