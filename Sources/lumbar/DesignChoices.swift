// The options that say how a sample was drawn.

import ArgumentParser
import Cohort
import Figures
import Prevalence
import Reporting
import Statistics

/// Weights, strata, and sampling units: columns of the file by their names in the header.
struct DesignChoices: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The column of sampling weights. Prevalence is then weighted, with unweighted counts beside it.",
            valueName: "column"
        )
    )
    var weights: String?

    @Option(help: ArgumentHelp("The column of strata that the sample was drawn in.", valueName: "column"))
    var strata: String?

    @Option(
        help: ArgumentHelp(
            "The column of primary sampling units (clusters); with --strata they are told apart within strata, which may use a number again.",
            valueName: "column"
        )
    )
    var psu: String?

    @Option(
        help: ArgumentHelp(
            "A stratum with a single PSU: error, certainty (adds nothing to the variance), or adjust (its distance from the mean of all is taken).",
            valueName: "how"
        )
    )
    var lonelyPSU: LonelyPSU?

    func validate() throws {
        if lonelyPSU != nil, strata == nil {
            throw ValidationError("'--lonely-psu' is about strata; pass '--strata', or leave it out")
        }
        for (name, option) in [(weights, "--weights"), (strata, "--strata"), (psu, "--psu")] where name == "" {
            throw ValidationError("'\(option)' takes the name of a column")
        }
    }

    /// Whether there is a design.
    var isAny: Bool { weights != nil || strata != nil || psu != nil }

    /// The statistics asked for, weighted if there is a design; `minimumCell` is what holds where none is given.
    func choices(_ options: StatisticsOptions, minimumCell: Int = 0) throws -> StatisticsChoices {
        guard isAny else { return try options.choices(minimumCell: minimumCell) }
        var weighting = Weighting(weights: weights, strata: strata, psu: psu)
        weighting.singlePSU = lonelyPSU?.policy ?? .error
        var plain = options
        if let ci = options.ci {
            guard let method = WeightedIntervalMethod(rawValue: ci.rawValue) else {
                throw ValidationError(
                    "'--ci \(ci.rawValue)' takes every record for one person drawn at random; with a survey design choose logit or korn-graubard"
                )
            }
            weighting.interval = method
            // Unweighted columns keep the interval of the contract.
            plain.ci = nil
        }
        var choices = try plain.choices(minimumCell: minimumCell)
        choices.weighting = weighting
        return choices
    }

    /// The columns to read, and what is summed up besides for the pages.
    func columns(_ choices: StatisticsChoices, _ pages: SummaryPages? = nil) -> DesignColumns? {
        guard isAny else { return nil }
        let open: OpenVerdict =
            switch choices.undetermined {
            case .exclude: .excluded
            case .absent: .absent
            case .present: .present
            }
        var columns = DesignColumns(weights: weights, strata: strata, psu: psu, open: open)
        columns.hasContrast = pages?.contrast != nil
        columns.hasCombinations = pages?.combinations ?? false
        return columns
    }
}

/// The same options where a command counts every record once: they are known, so that the refusal can say where they are taken.
struct NoDesignChoices: ParsableArguments {
    @Option(help: .hidden) var weights: String?
    @Option(help: .hidden) var strata: String?
    @Option(help: .hidden) var psu: String?

    func validate() throws {
        for (name, option) in [(weights, "--weights"), (strata, "--strata"), (psu, "--psu")] where name != nil {
            throw ValidationError(
                "'\(option)' is not taken here, where every record counts once: weighted figures are given by summarise and report"
            )
        }
    }
}

/// What `--lonely-psu` takes, in the words of R's survey package.
enum LonelyPSU: String, ExpressibleByArgument, CaseIterable {
    case error, certainty, adjust

    var policy: SinglePSUPolicy {
        switch self {
        case .error: .error
        case .certainty: .certainty
        case .adjust: .centred
        }
    }
}
