// Quantiles and tails of the distributions that intervals and tests need: Boost.Math behind plain C.
//
// Nothing is thrown: arguments outside a function's domain, and results that cannot be computed, are NaN.

#ifndef LUMBAR_BOOST_MATH_H
#define LUMBAR_BOOST_MATH_H

#ifdef __cplusplus
extern "C" {
#endif

/// The z below which a standard normal variable lies with probability p; 0 < p < 1.
double lumbar_normal_quantile(double p);

/// The probability that a standard normal variable exceeds z.
double lumbar_normal_upper_tail(double z);

/// The t below which a Student variable with df > 0 degrees of freedom (need not be whole) lies with probability p; 0 < p < 1.
double lumbar_t_quantile(double p, double df);

/// The x below which a Beta(a, b) variable lies with probability p; a, b > 0, 0 <= p <= 1.
double lumbar_beta_quantile(double p, double a, double b);

/// The x above which a Beta(a, b) variable lies with probability q; a, b > 0, 0 <= q <= 1.
double lumbar_beta_upper_quantile(double q, double a, double b);

/// The x below which a Gamma(shape, 1) variable lies with probability p; shape > 0, 0 <= p < 1.
double lumbar_gamma_quantile(double p, double shape);

/// The x above which a Gamma(shape, 1) variable lies with probability q; shape > 0, 0 < q <= 1.
double lumbar_gamma_upper_quantile(double q, double shape);

/// The probability that a chi-squared variable with df > 0 degrees of freedom exceeds x >= 0.
double lumbar_chi_squared_upper_tail(double x, double df);

/// The probability that an F variable with df1, df2 > 0 degrees of freedom (need not be whole) exceeds x >= 0.
double lumbar_f_upper_tail(double x, double df1, double df2);

#ifdef __cplusplus
}
#endif

#endif
