// `lumbar chart`: the figures as drawings, each a command of its own.

import ArgumentParser
import Charts
import Reporting
import RuleSets

struct Chart: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draws a cohort's figures as SVG.",
        discussion: """
            Each chart is one SVG document that needs nothing from elsewhere, adapts to light and dark screens, and carries its message as text. \
            \(ChartRun.privacyNote)
            """,
        subcommands: [ChartPrevalence.self]
    )
}

struct ChartPrevalence: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prevalence",
        abstract: "How common each cause is: a dot plot with intervals and bounds.",
        discussion: """
            The paler line behind each dot reaches from the share if every undetermined record were absent to the share if all were present. With --cause \
            the rows are the groups of one cause. \(ChartRun.privacyNote)
            """
    )

    @OptionGroup var chart: ChartRun

    @Option(help: ArgumentHelp("Draw this cause alone, by group.", valueName: "id"))
    var cause: String?

    @Option(
        help: ArgumentHelp(
            "With --cause: the groups of the rule set to draw, one to three, joined by commas.",
            valueName: "groups"
        )
    )
    var by: String?

    func run() throws {
        let (_, ruleSet) = try chart.rules.load(isQuiet: chart.input.reading.quiet)
        let position = try ruleSet.causePosition(cause)
        guard position != nil || by == nil else {
            throw ValidationError("'--by' needs a cause to draw by group: add --cause, or use 'lumbar chart heatmap'")
        }
        let groups = try position == nil ? [] : ruleSet.groupIDs(by)
        try chart.run(ruleSet, groups: groups) { result, figures, options in
            (position.map { result.prevalenceChart(figures, cause: $0) } ?? result.prevalenceChart(figures))
                .drawing(options)
        }
    }
}
