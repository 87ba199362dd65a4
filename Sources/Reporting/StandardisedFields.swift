// Standardised figures where other programs read them: behind all other columns.

internal import Figures
internal import Statistics

extension StandardisedResult {
    /// The names of the columns.
    static let columns = [
        "crude_prevalence", "standardised_prevalence", "standardised_se", "standardised_n", "standardised_normal_low",
        "standardised_normal_high", "standardised_logit_low", "standardised_logit_high", "standardised_gamma_low",
        "standardised_gamma_high", "standardised_note",
    ]

    /// The values under their names.
    var fields: [(String, JSONValue)] {
        func ends(_ interval: @escaping (StandardisedFigure) -> ClosedRange<Double>?) -> [JSONValue] {
            [
                .shown(shown) { interval($0).map { .number($0.lowerBound) } ?? .null },
                .shown(shown) { interval($0).map { .number($0.upperBound) } ?? .null },
            ]
        }
        let values: [JSONValue] =
            [
                .shown(shown) { .number($0.crude) },
                .shown(shown) { .number($0.prevalence) },
                .shown(shown) { $0.standardError.map(JSONValue.number) ?? .null },
                .shown(shown) { .integer($0.records) },
            ] + ends(\.normal) + ends(\.logit) + ends(\.gamma) + [reason.map(JSONValue.string) ?? .null]
        return Array(zip(Self.columns, values))
    }
}

extension StandardisedFigures {
    /// The standardisation for the record.
    var json: JSONValue {
        .object([
            ("population", .string(standardisation.population)),
            ("variable", .string(standardisation.variable)),
            (
                "bands",
                .array(
                    zip(standardisation.bands, standardisation.shares).map { band, share in
                        .object([
                            ("ages", .string(band.label)), ("from", .number(band.lower)),
                            ("to", band.upper.map(JSONValue.number) ?? .null), ("weight", .number(share)),
                        ])
                    }
                )
            ),
            ("records_without_age", .shown(facts.withoutAge, JSONValue.integer)),
            ("records_younger", .shown(facts.tooYoung, JSONValue.integer)),
        ])
    }
}
