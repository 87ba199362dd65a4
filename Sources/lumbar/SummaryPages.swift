// The pages of `summarise` besides the summary itself: a table for a paper, what is missing, what occurs together, and the methods.

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

    @Flag(help: "Write which causes occur together, in how many records, and how many causes a record has.")
    var combinations = false

    /// Whether any is asked for.
    var isAny: Bool { table == .paper || missing || combinations || methods }

    /// Refuses what does not go together.
    func check(_ format: Format, _ statistics: StatisticsOptions) throws {
        let pages = [table == .paper, missing, combinations, methods].count(where: \.self)
        if combinations, statistics.undetermined != .exclude {
            throw ValidationError(
                "--combinations counts records in which every cause is decided; leave out '--undetermined \(statistics.undetermined.rawValue)'"
            )
        }
        switch format {
        case .table, .markdown: return
        case .csv:
            guard !methods else { throw ValidationError("the methods are text; leave out --format csv, or --methods") }
            guard pages < 2 else {
                throw ValidationError(
                    "a CSV file holds one table; ask for one of --table paper, --missing and --combinations"
                )
            }
        case .json:
            guard !methods, table == .prevalence else {
                throw ValidationError(
                    "JSON has the figures themselves; --table paper and --methods are for Markdown, --table paper for CSV too"
                )
            }
            guard pages < 2 else {
                throw ValidationError("a JSON file holds one page; ask for one of --missing and --combinations")
            }
        }
    }

    /// The pages as one text.
    func text(
        _ result: RunResult,
        _ figures: Figures,
        _ tallies: PageTallies,
        _ provenance: Provenance,
        _ format: Format,
        _ style: TableStyle
    )
        -> String
    {
        let account = result.account(hidingBelow: figures.choices.minimumCell)
        let needs = tallies.needs.map {
            NeedReport(result, NeedFigures($0, result.plan, figures, account), figures.choices)
        }
        let combinations = tallies.combinations.map { CombinationReport(result, CombinationFigures($0, figures)) }
        let paper = table == .paper ? PaperTable(figures) : nil
        switch format {
        case .csv: return paper?.csv ?? needs?.csv ?? combinations?.csv ?? ""
        case .json: return ((needs?.json(provenance) ?? combinations?.json(provenance))?.text ?? "") + "\n"
        case .table where paper == nil && !methods:
            return [needs?.table(style), combinations?.table(style)].compactMap(\.self).joined(separator: "\n")
        case .table, .markdown:
            let methods = methods ? MethodsText(result, figures, provenance).markdown : nil
            return [paper?.markdown, needs?.markdown, combinations?.markdown, methods].compactMap(\.self)
                .joined(separator: "\n")
        }
    }
}

/// What `summarise --table` takes.
enum SummaryTableChoice: String, ExpressibleByArgument, CaseIterable {
    case prevalence, paper
}
