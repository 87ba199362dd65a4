// The pages of `summarise` besides the summary itself: a table for a paper, what is missing, and the methods.

import ArgumentParser
import Cohort
import FEEL
import Figures
import Prevalence
import Reporting

/// Which of them to write instead of the summary.
struct SummaryPages: ParsableArguments {
    @Option(help: ArgumentHelp("The table: prevalence, or paper for one that is ready for a paper.", valueName: "name"))
    var table: SummaryTableChoice = .prevalence

    @Flag(help: "Write which missing answers leave each cause open, and in how many records.")
    var missing = false

    @Flag(help: "Write the methods: definitions, groups, statistics, and the flow of records (STROBE) in Markdown.")
    var methods = false

    /// Whether any is asked for.
    var isAny: Bool { table == .paper || missing || methods }

    /// Refuses what does not go together.
    func check(_ format: Format) throws {
        let pages = [table == .paper, missing, methods].count(where: \.self)
        switch format {
        case .table, .markdown: return
        case .csv:
            guard !methods else { throw ValidationError("the methods are text; leave out --format csv, or --methods") }
            guard pages < 2 else {
                throw ValidationError("a CSV file holds one table; leave out --table paper or --missing")
            }
        case .json:
            guard !methods, table == .prevalence else {
                throw ValidationError(
                    "JSON has the figures themselves; --table paper and --methods are for Markdown, --table paper for CSV too"
                )
            }
        }
    }

    /// The pages as one text.
    func text(
        _ result: RunResult,
        _ figures: Figures,
        _ needs: NeedTally?,
        _ provenance: Provenance,
        _ format: Format,
        _ style: TableStyle
    )
        -> String
    {
        let needs = needs.map { NeedReport(result, NeedFigures($0, result.plan, figures), figures.choices) }
        let paper = table == .paper ? PaperTable(figures) : nil
        switch format {
        case .csv: return paper?.csv ?? needs?.csv ?? ""
        case .json: return needs.map { $0.json(provenance).text + "\n" } ?? ""
        case .table where paper == nil && !methods: return needs?.table(style) ?? ""
        case .table, .markdown:
            let methods = methods ? MethodsText(result, figures, provenance).markdown : nil
            return [paper?.markdown, needs?.markdown, methods].compactMap(\.self).joined(separator: "\n")
        }
    }
}

/// What `summarise --table` takes.
enum SummaryTableChoice: String, ExpressibleByArgument, CaseIterable {
    case prevalence, paper
}

/// A worker's count of what is missing, with what traces it.
struct TracedNeeds {
    private(set) var tally: NeedTally
    private let trace: NeedTrace

    init(_ batch: ClassifiedBatch) {
        tally = NeedTally(batch.plan)
        trace = NeedTrace(batch.evaluator, over: batch.evaluator.batch)
    }

    mutating func add(_ batch: ClassifiedBatch) { tally.add(batch.plan, batch.evaluator, trace) }
}
