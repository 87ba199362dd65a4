// Standardised figures where other programs read them: behind all other columns.

internal import Figures
internal import Statistics

extension StandardisedResult {
    /// The names of the columns.
    static let columns = [
        "crude_prevalence", "standardised_prevalence", "standardised_se", "standardised_n", "standardised_normal_low",
        "standardised_normal_high", "standardised_logit_low", "standardised_logit_high", "standardised_gamma_low",
        "standardised_gamma_high", "standardised_note", "standard_population", "standard_weights",
    ]

    /// The values under their names.
    func fields(_ standardisation: Standardisation) -> [(String, JSONValue)] {
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
            ] + ends(\.normal) + ends(\.logit) + ends(\.gamma)
            + [
                reason.map(JSONValue.string) ?? .null, .string(standardisation.population),
                .string(standardisation.weightsText),
            ]
        return Array(zip(Self.columns, values))
    }
}

extension Standardisation {
    /// Each band with its share of the standard population, as text without commas: `20–39=0.4725;40+=0.5275`, with all digits.
    fileprivate var weightsText: String {
        zip(bands, shares).map { "\($0.label)=\(JSONValue.number($1).text)" }.joined(separator: ";")
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
