// Quantiles and tails against scipy and mpmath over a grid. Oracle/distributions.py writes the grid.

import Statistics
import Testing

@Suite("Distributions")
struct DistributionTests {
    @Test("Agree with scipy and mpmath to 1e-12 over a grid")
    func grid() throws {
        let rows = try ReferenceTable.fixture("distributions.csv").rows
        #expect(rows.count > 2_500)
        for row in rows {
            let (x, a, b) = (row.number("argument"), row.number("a"), row.number("b"))
            let value: Double? =
                switch row["function"] {
                case "normal_quantile": normalQuantile(x)
                case "normal_upper_tail": normalUpperTail(x)
                case "t_quantile": tQuantile(x, degreesOfFreedom: a)
                case "beta_quantile": betaQuantile(x, a, b)
                case "beta_upper_quantile": betaUpperQuantile(x, a, b)
                case "gamma_quantile": gammaQuantile(x, shape: a)
                case "gamma_upper_quantile": gammaUpperQuantile(x, shape: a)
                case "chi_squared_upper_tail": chiSquaredUpperTail(x, degreesOfFreedom: a)
                case "f_upper_tail": fUpperTail(x, a, b)
                default: nil
                }
            #expect(agrees(value, row.number("value"), within: 1e-12), "\(row): \(value ?? .nan)")
        }
    }

    @Test("Arguments outside the domain give NaN, and nothing is thrown")
    func domain() {
        for p in [-1, 0, 1, 2, Double.nan, .infinity] {
            #expect(normalQuantile(p).isNaN)
            #expect(tQuantile(p, degreesOfFreedom: 4).isNaN)
        }
        for bad in [-1, 0, Double.nan, .infinity] {
            #expect(tQuantile(0.3, degreesOfFreedom: bad).isNaN)
            #expect(betaQuantile(0.3, bad, 1).isNaN)
            #expect(betaUpperQuantile(0.3, 1, bad).isNaN)
            #expect(gammaQuantile(0.3, shape: bad).isNaN)
            #expect(gammaUpperQuantile(0.3, shape: bad).isNaN)
            #expect(chiSquaredUpperTail(1, degreesOfFreedom: bad).isNaN)
            #expect(fUpperTail(1, bad, 2).isNaN && fUpperTail(1, 2, bad).isNaN)
        }
        #expect(betaQuantile(1.5, 1, 1).isNaN)
        #expect(gammaUpperQuantile(0, shape: 1).isNaN)
        #expect(chiSquaredUpperTail(-1, degreesOfFreedom: 1).isNaN)
        #expect(fUpperTail(-1, 1, 1).isNaN)
    }
}
