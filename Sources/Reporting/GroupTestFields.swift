// Tests of groups where other programs read them: a name, and values by column.

internal import Figures
internal import Statistics

extension GroupTest {
    /// The test's name in files.
    var id: String {
        switch self {
        case .plain(let test): test.kind == .fisher ? "fisher" : "chi_squared"
        case .design: "rao_scott"
        }
    }

    /// Statistic, degrees of freedom and a note.
    var values: [String: JSONValue] {
        switch self {
        case .plain(let test):
            guard case .chiSquared(let statistic, let degrees) = test.kind else { return [:] }
            var values: [String: JSONValue] = ["statistic": .number(statistic), "df": .integer(degrees)]
            if test.smallestExpected < 5 { values["note"] = .string("small_expected_counts") }
            return values
        case .design(let test):
            return [
                "statistic": .number(test.statistic), "df": .number(test.numerator),
                "denominator_df": .number(test.denominator),
            ]
        }
    }
}

extension GroupTrend {
    /// The test's name in files.
    var id: String {
        switch self {
        case .plain: "trend"
        case .design: "trend_slope"
        }
    }

    /// z or t.
    var statistic: Double {
        switch self {
        case .plain(let test): test.z
        case .design(let slope): slope.t
        }
    }

    /// The statistic, and of a slope the rest.
    func values(_ level: ConfidenceLevel) -> [String: JSONValue] {
        switch self {
        case .plain(let test): return ["statistic": .number(test.z)]
        case .design(let slope):
            let interval = slope.interval(level: level)
            return [
                "statistic": .number(slope.t), "df": .integer(slope.degreesOfFreedom), "estimate": .number(slope.value),
                "ci_low": .number(interval.lowerBound), "ci_high": .number(interval.upperBound),
                "ci_method": .string("wald_linearised"), "ci_level": .number(level.value),
            ]
        }
    }
}
