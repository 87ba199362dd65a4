// The options that say how figures are computed and which of them are shown.

import ArgumentParser
import Figures
import Statistics

/// Intervals, what is made of undetermined records, reliability, and small counts.
struct StatisticsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The interval: wilson, clopper-pearson or logit (default: wilson); weighted, logit or korn-graubard (default: logit).",
            valueName: "method"
        )
    )
    var ci: IntervalChoice?

    @Option(help: ArgumentHelp("The level of intervals, as a share.", valueName: "share"))
    var level: Double = 0.95

    @Option(
        help: ArgumentHelp(
            "Records in which a missing answer leaves a cause open: exclude them, or count them as absent or present (sensitivity analyses).",
            valueName: "how"
        )
    )
    var undetermined: StatisticsChoices.Undetermined = .exclude

    @Option(
        help: ArgumentHelp("Mark values by the NCHS standards for proportions: nchs or off.", valueName: "standard")
    )
    var reliability: ReliabilityChoice = .off

    @Option(
        help: ArgumentHelp(
            "Hide counts from 1 to n - 1, and those that would give them away; 0 shows all.",
            valueName: "n"
        )
    )
    var minCell: Int?

    func validate() throws {
        do { _ = try ConfidenceLevel(level) } catch { throw ValidationError("'--level': \(error.message)") }
        if let minCell, minCell < 0 || minCell == 1 {
            throw ValidationError(
                "'--min-cell \(minCell)' hides nothing; give 2 or more, such as 5 or 11, or 0 to show all"
            )
        }
    }

    /// The choices; `minimumCell` is what holds where none is given.
    func choices(minimumCell: Int = 0) throws -> StatisticsChoices {
        var choices = StatisticsChoices()
        if let ci {
            guard let method = IntervalMethod(rawValue: ci.rawValue) else {
                throw ValidationError(
                    "'--ci \(ci.rawValue)' is an interval of weighted records (summarise or report with --weights); choose wilson, clopper-pearson or logit"
                )
            }
            choices.interval = method
        }
        choices.level = try ConfidenceLevel(level)
        choices.undetermined = undetermined
        choices.showsReliability = reliability == .nchs
        choices.minimumCell = minCell ?? minimumCell
        return choices
    }
}

/// What `--reliability` takes.
enum ReliabilityChoice: String, ExpressibleByArgument, CaseIterable {
    case nchs, off
}

/// What `--ci` takes: the names of ``IntervalMethod`` and ``WeightedIntervalMethod``.
enum IntervalChoice: String, ExpressibleByArgument, CaseIterable {
    case wilson
    case clopperPearson = "clopper-pearson"
    case logit
    case kornGraubard = "korn-graubard"
}

extension StatisticsChoices.Undetermined: ExpressibleByArgument {}
