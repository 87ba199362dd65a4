// `lumbar chart`: the figures as drawings, each a command of its own.

import ArgumentParser
import Charts
import Cohort
import Figures
import Prevalence
import Reporting
import RuleSets

struct Chart: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chart",
        abstract: "Draws a cohort's figures as SVG.",
        discussion: """
            Each chart is one SVG document that needs nothing from elsewhere, adapts to light and dark screens, and carries its message as text. \
            \(ChartRun.privacyNote)
            """,
        subcommands: [
            ChartPrevalence.self, ChartHeatMap.self, ChartFlow.self, ChartCoOccurrence.self, ChartGroups.self,
        ]
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

    @OptionGroup var grouping: GroupNames

    func run() throws {
        var ruleSet = try chart.ruleSet()
        let position = try ruleSet.causePosition(cause)
        guard position != nil || grouping.by == nil else {
            throw ValidationError("'--by' needs a cause to draw by group: add --cause, or use 'lumbar chart heatmap'")
        }
        let groups = try position == nil ? chart.hidingGroups(ruleSet) : grouping.someGroups(&ruleSet)
        try chart.run(ruleSet, groups: groups) { result, figures, options in
            (position.map { result.prevalenceChart(figures, cause: $0) } ?? result.prevalenceChart(figures))
                .drawing(options)
        }
    }
}

struct ChartHeatMap: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heatmap",
        abstract: "How common each cause is by group: a grid of shares and counts.",
        discussion: """
            Without --cause every cause is drawn by each of the groups; with it one cause by two groups at once. \(ChartRun.privacyNote)
            """
    )

    @OptionGroup var chart: ChartRun

    @Option(help: ArgumentHelp("Draw this cause alone, by two groups at once.", valueName: "id"))
    var cause: String?

    @OptionGroup var grouping: GroupNames

    func run() throws {
        var ruleSet = try chart.ruleSet()
        let position = try ruleSet.causePosition(cause)
        let groups = try grouping.someGroups(&ruleSet)
        if position != nil, groups.count != 2 {
            throw ValidationError(
                "with --cause a heat map has two groups, such as --by age_group,weight_group; for one use 'lumbar chart prevalence --cause'"
            )
        }
        try chart.run(ruleSet, groups: groups) { result, figures, options in
            let dimensions = Array(result.summary.dimensions.indices)
            return
                (position.map { result.heatMap(figures, cause: $0) }
                ?? result.heatMap(figures, dimensions: dimensions)).drawing(options)
        }
    }
}

struct ChartFlow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flow",
        abstract: "The flow from rows read to records summarised (STROBE), and how complete they are.",
        discussion: ChartRun.privacyNote
    )

    @OptionGroup var chart: ChartRun

    func run() throws {
        let ruleSet = try chart.ruleSet()
        try chart.run(ruleSet, groups: chart.hidingGroups(ruleSet)) { result, figures, options in
            result.flowChart(figures).drawing(options)
        }
    }
}

struct ChartGroups: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "How many records are in each group: age, weight, sex and others.",
        discussion: ChartRun.privacyNote
    )

    @OptionGroup var chart: ChartRun

    @OptionGroup var grouping: GroupNames

    func run() throws {
        var ruleSet = try chart.ruleSet()
        let groups = try grouping.someGroups(&ruleSet)
        try chart.run(ruleSet, groups: groups) { result, figures, options in
            result.distributionChart(figures).drawing(options)
        }
    }
}

struct ChartCoOccurrence: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cooccurrence",
        abstract: "Which causes occur together: the most common combinations.",
        discussion: """
            A column is a combination: exactly the causes with a large dot, and no other. Counted are the records that are complete for every assessed cause; \
            in a narrow drawing the combinations are a list. \(ChartRun.privacyNote)
            """
    )

    @OptionGroup var chart: ChartRun

    @Option(help: ArgumentHelp("How many combinations to draw; the others are one bar together.", valueName: "n"))
    var most: Int = 12

    func validate() throws {
        guard (1...40).contains(most) else { throw ValidationError("'--most' takes a number from 1 to 40") }
    }

    func run() throws {
        guard chart.statistics.undetermined == .exclude else {
            throw ValidationError("combinations are counted among complete records; leave out --undetermined")
        }
        let ruleSet = try chart.ruleSet()
        guard ruleSet.causes.count <= CombinationTally.maximumCauses else {
            throw ValidationError("combinations of at most \(CombinationTally.maximumCauses) causes can be drawn")
        }
        let tallies = WorkerTallies<CombinationTally>()
        let hides = chart.statistics.minCell != 0
        let count: CohortRun.BatchBody = { batch, own, _ in
            tallies.tally(&own) { CombinationTally(batch.plan, keepsKinds: hides) }
                .value.add(batch.plan, batch.evaluator)
        }
        try chart.run(ruleSet, groups: chart.hidingGroups(ruleSet), onBatch: count) { result, figures, options in
            let tally = tallies.sum(CombinationTally(result.plan, keepsKinds: hides), +=)
            guard !tally.hasTooMany else {
                throw RunError(
                    message:
                        "there are more than \(CombinationTally.maximumCombinations) combinations of causes; take a rule set of fewer causes"
                )
            }
            let combinations = CombinationFigures(tally, figures)
            return result.coOccurrenceChart(combinations, most: most).drawing(options)
        }
    }
}
