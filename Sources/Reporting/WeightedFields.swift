// The weighted figures of a cell where other programs read them: behind all other columns.

internal import Figures
internal import Prevalence
internal import Statistics

extension Figure {
    /// The names of the weighted columns.
    static let weightedColumns = [
        "weighted_n", "weighted_events", "sum_of_weights", "weighted_prevalence", "weighted_se", "weighted_ci_low",
        "weighted_ci_high", "weighted_ci_method", "design_effect", "kish_design_effect", "effective_n",
        "degrees_of_freedom",
    ]

    /// Their values.
    func weightedValues(_ weighting: Weighting) -> [JSONValue] {
        guard let weighted else { return Self.weightedColumns.map { _ in .null } }
        func shown(_ value: (WeightedEstimate) -> JSONValue?) -> JSONValue {
            .shown(weighted.estimate) { value($0) ?? .null }
        }
        return [
            shown { .integer($0.records) },
            shown { .integer($0.events) },
            shown { .number($0.sumOfWeights) },
            shown { .number($0.prevalence) },
            shown { $0.standardError.map(JSONValue.number) },
            .shown(weighted.interval) { .number($0.lowerBound) },
            .shown(weighted.interval) { .number($0.upperBound) },
            .string(weighting.interval.rawValue),
            shown { $0.designEffect.map(JSONValue.number) },
            shown { .number($0.kishDesignEffect) },
            shown { $0.effectiveSize.map(JSONValue.number) },
            shown { .integer($0.degreesOfFreedom) },
        ]
    }
}

extension DesignFacts {
    /// The design for the record; `smallest` is the smallest count that is shown.
    func json(_ weighting: Weighting, smallest: Int) -> JSONValue {
        func name(_ column: String?) -> JSONValue { column.map(JSONValue.string) ?? .null }
        func count(_ records: Int) -> JSONValue {
            (1..<max(1, smallest)).contains(records) ? .string(hiddenMark) : .integer(records)
        }
        return .object([
            ("weights", name(weighting.weights)), ("strata", name(weighting.strata)), ("psu", name(weighting.psu)),
            ("sampling_units", .string(design == .clusters ? "psu" : "records")),
            ("strata_count", .integer(strata)),
            ("psu_count", design == .clusters ? .integer(units) : .null),
            ("lonely_psu", .string(weighting.singlePSU.optionName)),
            ("strata_of_one_psu", .integer(lonelyStrata)),
            ("interval", .string(weighting.interval.rawValue)),
            ("records_weighted", count(eligible.positive)),
            ("records_of_weight_zero", count(eligible.zero)),
            ("records_without_weight", count(eligible.missing)),
        ])
    }
}

extension SinglePSUPolicy {
    /// The policy as `--lonely-psu` has it, in the words of R's `survey.lonely.psu`.
    package var optionName: String {
        switch self {
        case .error: "error"
        case .certainty: "certainty"
        case .centred: "adjust"
        }
    }
}
