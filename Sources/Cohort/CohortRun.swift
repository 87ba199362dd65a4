// A run over a cohort: workers on all cores, results in input order, every record accounted for.

package import CSVReading
internal import Codebook
internal import Exports
internal import Prevalence
package import RuleSets

/// Classifies the records of a cohort and summarises them.
package final class CohortRun: Sendable {
    private let reader: CohortReader
    private let shared: CohortPlan
    private let companions: [CohortPlan]
    private let options: RunOptions
    private let sourceNames: [String]

    /// What a run does with each batch besides counting it: writes rows, which are handed on in input order. Between batches it may keep
    /// something of its own per worker.
    package typealias BatchBody =
        @Sendable (ClassifiedBatch, _ own: inout AnyObject?, _ rows: inout [UInt8]) throws -> Void

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - ruleSet: The rule set.
    ///   - alternatives: Variants of it that differ in parameters only; they are decided in the same program (`Plan.alternatives`).
    ///   - others: Rule sets of their own that are decided for the same records (`ClassifiedBatch.companions`).
    ///   - sources: The inputs, in order.
    ///   - options: How to read and count.
    ///   - needsRecordID: Whether `ClassifiedBatch.id(of:)` will be asked.
    /// - Throws: An `InputError` if an input can be seen not to be readable.
    package init(
        _ ruleSet: RuleSet,
        alternatives: [RuleSet] = [],
        others: [RuleSet] = [],
        sources: [ByteSource],
        options: RunOptions,
        needsRecordID: Bool
    ) throws {
        let companions = others.map { CohortPlan($0, survey: options.survey) }
        let shared = CohortPlan(
            ruleSet,
            alternatives: alternatives,
            companions: companions,
            groups: options.groups,
            describedGroups: options.describedGroups,
            needsRecordID: needsRecordID,
            readsAllVariables: options.readsAllVariables,
            keepsUnbound: options.keepsUnbound,
            readsFlags: options.readsFlags,
            flagColumns: options.flagColumns,
            survey: options.survey,
            design: options.design
        )
        self.companions = companions
        self.shared = shared
        self.options = options
        sourceNames = sources.map(\.name)
        reader = try CohortReader(
            sources,
            options: options.reading,
            headerRows: { first, _, _ in shared.headerRows(first) },
            projection: { header, _, path in try shared.project(header, path) }
        )
    }

    /// How the first file was bound, once its header was read.
    package var firstFile: FileBinding? { shared.binding(ofFile: 0) }
    /// The plan, once a header was read.
    package var plan: Plan? { shared.plan }
    /// How many bytes have been read so far.
    package var bytesRead: Int { reader.bytesRead }
    /// How many bytes there are to read, where that is known.
    package var totalBytes: Int? { reader.totalBytes }

    /// Runs over all records and returns when every worker is done.
    ///
    /// - Parameters:
    ///   - onBatch: Called on the worker's thread for each batch.
    ///   - inOrder: Called for each block in input order.
    /// - Returns: The summary of all records, and the account of what was read and rejected.
    /// - Throws: An `InputError`, a `RunError`, or what a closure threw; the first in input order, as far as workers met it.
    package func run(onBatch: BatchBody? = nil, inOrder: OrderedBody? = nil) throws -> RunResult {
        let reading = OrderedReading(reader: reader, threads: options.threads)
        let (workers, rejects) = try reading.run(
            start: { Worker() },
            onBlock: { worker, block, rows in
                if worker.pipeline == nil { try start(&worker) }
                guard let pipeline = worker.pipeline else { return }
                let fileIndex = block.layout.fileIndex
                let file = try pipeline.file(fileIndex, shared)
                let others = try zip(worker.companions, companions).map { try $0.file(fileIndex, $1) }
                for run in block.runs {
                    try pipeline.process(file.leavingOut(run, repeats: options.leftOut), of: file) { batch in
                        pipeline.count(batch)
                        guard !worker.companions.isEmpty else { return try onBatch?(batch, &worker.own, &rows) ?? () }
                        for (companion, file) in zip(worker.companions, others) {
                            companion.follow(batch, of: file)
                            batch.companions.append((companion.plan, companion.evaluator))
                        }
                        try onBatch?(batch, &worker.own, &rows)
                    }
                }
            },
            inOrder: inOrder
        )
        for (index, companion) in companions.enumerated() {
            _ = try companion.plan.map {
                try summary($0, workers.compactMap { $0.pipeline == nil ? nil : $0.companions[index] })
            }
        }
        return try result(workers.compactMap(\.pipeline), rejects)
    }

    /// What a worker keeps from block to block. Only its worker touches it until the worker is done.
    private struct Worker: @unchecked Sendable {
        var pipeline: Pipeline?
        var companions: [Pipeline] = []
        var own: AnyObject?
    }

    private func start(_ worker: inout Worker) throws {
        let plans = companions.compactMap(\.plan)
        guard let plan = shared.plan, plans.count == companions.count else {
            throw RunError(message: "a block was read before its header; please report this")
        }
        worker.companions = plans.map { Pipeline($0, kernel: options.kernel) }
        worker.pipeline = Pipeline(plan, kernel: options.kernel, design: options.design)
    }

    /// The workers' tallies as one, unless too many values are implausible.
    private func summary(_ plan: Plan, _ workers: [Pipeline]) throws -> Summary {
        let summary: Summary
        do {
            summary = try Summary(plan, workers.map { ($0.tally, $0.openTexts) })
        } catch {
            throw RunError(message: error.message)
        }
        if !options.allowsImplausible, let message = implausible(summary, plan) {
            throw RunError(path: sourceNames.count == 1 ? sourceNames.first : nil, message: message)
        }
        return summary
    }

    /// The workers' tallies by bands of age as one, if the run standardises by them.
    private func summaryByAge(_ plan: Plan, _ workers: [Pipeline]) throws -> Summary? {
        guard let plan = plan.byAge else { return nil }
        do {
            return try Summary(plan, workers.compactMap { worker in worker.tallyByAge.map { ($0, worker.openTexts) } })
        } catch {
            throw RunError(message: error.message)
        }
    }

    private func result(_ workers: [Pipeline], _ rejects: [RejectCount]) throws -> RunResult {
        guard let plan = shared.plan else { throw RunError(message: "no input was read; please report this") }
        let summary = try summary(plan, workers)
        let byAge = try summaryByAge(plan, workers)
        var missing = plan.neededColumns.map { _ in MissingTally() }
        for worker in workers {
            for (index, tally) in worker.missing.enumerated() { missing[index] += tally }
        }
        let excluded = ExclusionReason.allCases.map { reason in
            ExcludedCount(reason: reason, records: workers.reduce(0) { $0 + $1.excluded(reason) })
        }
        return RunResult(
            plan: plan,
            companions: companions.compactMap(\.plan),
            summary: summary,
            design: try designSummary(plan, workers, summary),
            designContrast: contrastSummary(plan, workers),
            designCombinations: try combinationSummary(plan, workers),
            byAge: byAge,
            designByAge: options.design.flatMap { columns in
                byAge.map {
                    DesignSummary(plan, workers.compactMap { $0.design?.tallyByAge }, design: columns.design, $0)
                }
            },
            bindings: shared.bindings,
            inputs: reader.inputs,
            excluded: excluded.filter { $0.records > 0 },
            recordsRead: reader.totals.records - excluded.reduce(0) { $0 + $1.records },
            recordsRejected: reader.totals.rejected,
            recordsRepaired: options.reading.repairsQuotes ? reader.totals.repaired : nil,
            rejects: rejects,
            missing: plan.neededColumns.enumerated().map { index, column in
                let counts = zip(MissingKind.allCases, missing[index].counts).map { (kind: $0, records: $1) }
                return (plan.ruleSet.codebook.variables[plan.columnVariables[column]], counts)
            },
            ownUnits: ownUnits(plan, workers)
        )
    }

    /// The answers that were read in units of their own, as all workers counted them.
    private func ownUnits(_ plan: Plan, _ workers: [Pipeline]) -> [OwnUnitCount] {
        shared.bindings.enumerated().flatMap { index, binding in
            let counts = workers.map { $0.ownUnits(ofFile: index) }
            return plan.neededColumns.enumerated().compactMap { slot, column -> OwnUnitCount? in
                let variable = plan.ruleSet.codebook.variables[plan.columnVariables[column]]
                let units = MeasurementUnit.allCases.map { unit in
                    (unit: unit, answers: counts.reduce(0) { $0 + ($1.isEmpty ? 0 : $1[slot][unit, default: 0]) })
                }.filter { $0.answers > 0 }
                guard !units.isEmpty, let target = variable.unit else { return nil }
                return OwnUnitCount(path: binding.path, variable: variable.id, target: target, counts: units)
            }
        }
    }

    /// The weighted sums of all workers. Each has counted its own units only, so that whether there are too many shows here.
    private func designSummary(_ plan: Plan, _ workers: [Pipeline], _ summary: Summary) throws -> DesignSummary? {
        guard let columns = options.design else { return nil }
        let design = DesignSummary(plan, workers.compactMap { $0.design?.tally }, design: columns.design, summary)
        guard design.unitCount <= columns.mostUnits else { throw columns.tooManyUnits }
        return design
    }

    /// The weighted sums of both sides of the population, if the run contrasts them.
    private func contrastSummary(_ plan: Plan, _ workers: [Pipeline]) -> DesignSummary? {
        guard let columns = options.design, columns.hasContrast else { return nil }
        return DesignSummary(plan, bothSides: workers.compactMap { $0.design?.contrast }, design: columns.design)
    }

    /// The weighted sums of combinations of causes, if the run counts them.
    private func combinationSummary(_ plan: Plan, _ workers: [Pipeline]) throws -> DesignCombinations? {
        guard let columns = options.design, columns.hasCombinations else { return nil }
        let sum = DesignCombinations(plan, workers.compactMap { $0.design?.combinations }, design: columns.design)
        guard !sum.hasTooMany else { throw columns.tooManyCombinations }
        return sum
    }

    /// What to say if more than a fifth of a derived variable's values are implausible.
    private func implausible(_ summary: Summary, _ plan: Plan) -> String? {
        guard
            let (variable, computable, implausible) = summary.derived.first(where: {
                $0.implausible * 5 > $0.computable
            }),
            let range = variable.range
        else { return nil }
        let codebook = plan.ruleSet.codebook
        let inputs = codebook.variables.filter { variable.value.syntax.names.contains($0.id) }
        let units = inputs.map { input in input.unit.map { "\(input.id) in \($0)" } ?? input.id }.joined(
            separator: " and "
        )
        let share = (Double(implausible) / Double(computable) * 100).rounded()
        return "\(describe(share)) % of the values of \(variable.id) lie outside \(describe(range.lowerBound)) to "
            + "\(describe(range.upperBound)): the units are probably mixed up (inches or metres for centimetres, pounds for kilograms?); "
            + "give \(units), or pass --allow-implausible to go on"
    }
}
