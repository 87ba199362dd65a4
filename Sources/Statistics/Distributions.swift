// Quantiles and tails of distributions, by Boost.Math. Arguments outside a function's domain give NaN.

internal import CBoostMath

/// The z below which a standard normal variable lies with the probability `p`.
package func normalQuantile(_ p: Double) -> Double { lumbar_normal_quantile(p) }

/// The probability that a standard normal variable exceeds `z`.
package func normalUpperTail(_ z: Double) -> Double { lumbar_normal_upper_tail(z) }

/// The probability that a standard normal variable is as far from 0 as `z`, on either side.
package func normalTwoSided(_ z: Double) -> Double { min(1, 2 * lumbar_normal_upper_tail(z.magnitude)) }

/// The t below which a Student variable lies with the probability `p`. Degrees of freedom need not be whole.
package func tQuantile(_ p: Double, degreesOfFreedom: Double) -> Double { lumbar_t_quantile(p, degreesOfFreedom) }

/// The x below which a Beta(a, b) variable lies with the probability `p`.
package func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double { lumbar_beta_quantile(p, a, b) }

/// The x above which a Beta(a, b) variable lies with the probability `q`.
package func betaUpperQuantile(_ q: Double, _ a: Double, _ b: Double) -> Double { lumbar_beta_upper_quantile(q, a, b) }

/// The x below which a Gamma(shape, 1) variable lies with the probability `p`.
package func gammaQuantile(_ p: Double, shape: Double) -> Double { lumbar_gamma_quantile(p, shape) }

/// The x above which a Gamma(shape, 1) variable lies with the probability `q`.
package func gammaUpperQuantile(_ q: Double, shape: Double) -> Double { lumbar_gamma_upper_quantile(q, shape) }

/// The probability that a chi-squared variable exceeds `x`.
package func chiSquaredUpperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
    lumbar_chi_squared_upper_tail(x, degreesOfFreedom)
}

/// The probability that an F variable exceeds `x`. Degrees of freedom need not be whole.
package func fUpperTail(_ x: Double, _ numerator: Double, _ denominator: Double) -> Double {
    lumbar_f_upper_tail(x, numerator, denominator)
}

/// The probability that a Student variable is as far from 0 as `t`, on either side.
package func tTwoSided(_ t: Double, degreesOfFreedom: Double) -> Double { fUpperTail(t * t, 1, degreesOfFreedom) }
