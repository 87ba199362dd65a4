// The pages of `summarise` besides the summary itself: a table for a paper, what is missing, what occurs together, comparisons, and the methods.

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

    @Flag(help: "Write which causes occur together, in how many records, and how many causes a record has.")
    var combinations = false

    @Flag(help: "Write tests of whether causes differ between groups, trends over bands, and ratios.")
    var compareGroups = false

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "The group that --compare-groups takes ratios against, instead of each grouping's first that has records. Repeatable.",
            valueName: "label"
        )
    )
    var reference: [String] = []

    @Option(
        help: ArgumentHelp(
            "Write each cause's prevalence beside that in the records outside the population: pain-free.",
            valueName: "with"
        )
    )
    var contrast: ContrastChoice?

    @Flag(help: "Write the methods: definitions, groups, statistics, and the flow of records (STROBE) in Markdown.")
    var methods = false

    /// The pages with figures that are asked for, by the options that ask for them.
    private var figurePages: [String] {
        [
            (table == .paper, "--table paper"), (missing, "--missing"), (combinations, "--combinations"),
            (compareGroups, "--compare-groups"), (contrast != nil, "--contrast"),
        ].filter(\.0).map(\.1)
    }

    /// Whether any is asked for.
    var isAny: Bool { methods || !figurePages.isEmpty }

    /// Refuses what does not go together.
    func check(_ format: Format, _ choices: StatisticsChoices) throws {
        if combinations, choices.undetermined != .exclude {
            throw ValidationError(
                "--combinations counts records in which every cause is decided; leave out '--undetermined \(choices.undetermined.rawValue)'"
            )
        }
        if choices.standardisation != nil {
            if let page = figurePages.first(where: { $0 != "--table paper" }) {
                throw ValidationError(
                    "'--standardise' sets standardised prevalence beside crude in the summary; \(page) has none, so leave one of them out"
                )
            }
            if table == .paper, format == .csv {
                throw ValidationError(
                    "the table for a paper has standardised prevalence in Markdown only; leave out --format csv, --table paper or '--standardise'"
                )
            }
        }
        if !reference.isEmpty, !compareGroups {
            throw ValidationError("'--reference' is the group that --compare-groups compares with; ask for that too")
        }
        switch format {
        case .table, .markdown: return
        case .csv:
            guard !methods else { throw ValidationError("the methods are text; leave out --format csv, or --methods") }
            guard figurePages.count < 2 else {
                throw ValidationError(
                    "a CSV file holds one table; ask for one of \(figurePages.joined(separator: ", "))"
                )
            }
        case .json:
            guard !methods, table == .prevalence else {
                throw ValidationError(
                    "JSON has the figures themselves; --table paper and --methods are for Markdown, --table paper for CSV too"
                )
            }
            guard figurePages.count < 2 else {
                throw ValidationError(
                    "a JSON file holds one page; ask for one of \(figurePages.joined(separator: ", "))"
                )
            }
        }
    }

    /// The pages as one text. `cause` is the position of the cause to show by group, if one was asked for.
    func text(
        _ result: RunResult,
        _ figures: Figures,
        _ tallies: PageTallies,
        _ provenance: Provenance,
        _ format: Format,
        _ style: TableStyle,
        cause: Int?
    ) throws -> String {
        let account = result.account(hidingBelow: figures.choices.minimumCell)
        let paper = table == .paper ? PaperTable(result, figures) : nil
        let needs = tallies.needs.map {
            NeedReport(result, NeedFigures($0, result.plan, figures, account), figures.choices)
        }
        let combinations = try tallies.combinations.map { tally in
            let plain = CombinationFigures(tally, figures)
            return CombinationReport(
                result,
                figures,
                try result.designCombinations.map { try plain.weighted($0, tally) } ?? plain
            )
        }
        let comparison =
            compareGroups ? try GroupComparisonReport(result, figures, references: reference, cause: cause) : nil
        let contrast = try tallies.contrast.map {
            ContrastReport(
                result,
                figures,
                try ContrastFigures($0, result.plan, figures, account, design: result.designContrast)
            )
        }
        switch format {
        case .csv: return paper?.csv ?? needs?.csv ?? combinations?.csv ?? comparison?.csv ?? contrast?.csv ?? ""
        case .json:
            let value =
                needs?.json(provenance) ?? combinations?.json(provenance) ?? comparison?.json(provenance)
                ?? contrast?.json(provenance)
            return (value?.text ?? "") + "\n"
        case .table where paper == nil && !methods:
            let pages = [
                needs?.table(style), combinations?.table(style), comparison?.table(style), contrast?.table(style),
            ]
            return pages.compactMap(\.self).joined(separator: "\n")
        case .table, .markdown:
            let ofPages = [combinations?.methods, comparison?.methods, contrast?.methods].compactMap(\.self)
            let methods = methods ? MethodsText(result, figures, provenance, of: ofPages.flatMap(\.self)).markdown : nil
            let pages = [
                paper?.markdown, needs?.markdown, combinations?.markdown, comparison?.markdown, contrast?.markdown,
                methods ?? result.markdownOrigin(provenance),
            ]
            return pages.compactMap(\.self).joined(separator: "\n")
        }
    }
}

/// What `summarise --table` takes.
enum SummaryTableChoice: String, ExpressibleByArgument, CaseIterable {
    case prevalence, paper
}

/// What `summarise --contrast` takes.
enum ContrastChoice: String, ExpressibleByArgument, CaseIterable {
    case painFree = "pain-free"
}
