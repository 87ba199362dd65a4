// The columns of a figure where other programs read it: those of the contract, and those of further statistics.

internal import Figures
internal import Prevalence
internal import Statistics

extension Figure {
    private static let shares = ["prevalence", "ci_low", "ci_high", "bound_low", "bound_high"]
    private static let furtherColumns =
        ["ci_method", "ci_level", "undetermined_as", "by_definition"] + Reliability.columns

    /// The names of a figure's columns. Other statistics than the contract's have theirs behind it, and so have those of files that are no contract's.
    static func columns(_ choices: StatisticsChoices, isContract: Bool = true) -> [String] {
        Measure.allCases.map(\.rawValue) + shares + (isContract && choices.areDefault ? [] : furtherColumns)
            + (choices.weighting == nil ? [] : weightedColumns)
            + (choices.standardisation == nil ? [] : StandardisedResult.columns)
    }

    /// The values under their names.
    func fields(_ choices: StatisticsChoices, isContract: Bool = true) -> [(String, JSONValue)] {
        var values: [JSONValue] = Measure.allCases.map { .shown(self[$0], JSONValue.integer) }
        values.append(.shown(plainPrevalence, JSONValue.number))
        values.append(.shown(plainInterval) { .number($0.lowerBound) })
        values.append(.shown(plainInterval) { .number($0.upperBound) })
        values.append(.shown(boundsShown) { .number($0.lowerBound) })
        values.append(.shown(boundsShown) { .number($0.upperBound) })
        if !isContract || !choices.areDefault {
            values +=
                [
                    .string(choices.interval.rawValue), .number(choices.level.value),
                    .string(choices.undetermined.rawValue),
                    .string(isByDefinition ? "yes" : "no"),
                ] + reliability.values
        }
        if let weighting = choices.weighting { values += weightedValues(weighting) }
        return Array(zip(Self.columns(choices, isContract: isContract), values))
    }
}

extension Reliability {
    /// The names of the columns that say what the standards of the NCHS make of a value.
    static let columns = ["reliability", "reliability_reason", "reliability_review"]
}

extension Optional<Reliability> {
    /// What stands in these columns; nothing where nothing was judged.
    var values: [JSONValue] {
        guard let self else { return Reliability.columns.map { _ in .null } }
        return [
            .string(self.verdict.rawValue), .string(self.reason.rawValue),
            .string(self.reviews.map(\.rawValue).joined(separator: ";")),
        ]
    }
}

extension StatisticsChoices {
    /// By which standards values are judged, as `--reliability` has it.
    var reliabilityJSON: JSONValue { .string(showsReliability ? "nchs" : "off") }

    /// The statistics in force, for the record; `hidden` counts were suppressed. `more` stands behind them.
    func json(hidden: Int, _ more: [(String, JSONValue)] = []) -> JSONValue {
        .object(
            [
                ("interval", .string(interval.rawValue)),
                ("level", .number(level.value)),
                ("domain", .string(domain)),
                ("undetermined", .string(undetermined.rawValue)),
                ("reliability", reliabilityJSON),
                ("min_cell", .integer(minimumCell)),
                ("counts_suppressed", .integer(hidden)),
            ] + more
        )
    }
}
