// Each function hands its arguments to Boost.Math; whatever goes wrong there becomes NaN here.

#include "boost_math.h"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace boost::math::policies;

// Errors come back as NaN or infinity instead of being thrown. Doubles are promoted to long double inside, Boost's own default.
using Quiet = policy<domain_error<ignore_error>, pole_error<ignore_error>, overflow_error<ignore_error>,
                     underflow_error<ignore_error>, denorm_error<ignore_error>, evaluation_error<ignore_error>,
                     rounding_error<ignore_error>, indeterminate_result_error<ignore_error>>;

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

// Exceptions that no policy covers (std::bad_alloc, a bug) must not cross into C either.
template <typename Function>
double guarded(bool inDomain, Function function) noexcept {
    if (!inDomain) return nothing;
    try {
        const double result = function();
        return std::isfinite(result) ? result : nothing;
    } catch (...) {
        return nothing;
    }
}

bool isPositive(double x) { return x > 0 && std::isfinite(x); }
bool isInside(double p) { return p > 0 && p < 1; }
bool isShare(double p) { return p >= 0 && p <= 1; }

}  // namespace

double lumbar_normal_quantile(double p) {
    return guarded(isInside(p), [=] { return -std::sqrt(2.0L) * boost::math::erfc_inv(2.0L * p, Quiet()); });
}

double lumbar_normal_upper_tail(double z) {
    return guarded(!std::isnan(z), [=] { return boost::math::erfc(z / std::sqrt(2.0L), Quiet()) / 2; });
}

double lumbar_t_quantile(double p, double df) {
    return guarded(isInside(p) && isPositive(df), [=] {
        return boost::math::quantile(boost::math::students_t_distribution<double, Quiet>(df), p);
    });
}

double lumbar_beta_quantile(double p, double a, double b) {
    return guarded(isShare(p) && isPositive(a) && isPositive(b), [=] { return boost::math::ibeta_inv(a, b, p, Quiet()); });
}

double lumbar_beta_upper_quantile(double q, double a, double b) {
    return guarded(isShare(q) && isPositive(a) && isPositive(b), [=] { return boost::math::ibetac_inv(a, b, q, Quiet()); });
}

double lumbar_gamma_quantile(double p, double shape) {
    return guarded(p >= 0 && p < 1 && isPositive(shape), [=] { return boost::math::gamma_p_inv(shape, p, Quiet()); });
}

double lumbar_gamma_upper_quantile(double q, double shape) {
    return guarded(q > 0 && q <= 1 && isPositive(shape), [=] { return boost::math::gamma_q_inv(shape, q, Quiet()); });
}

double lumbar_chi_squared_upper_tail(double x, double df) {
    return guarded(x >= 0 && isPositive(df), [=] { return boost::math::gamma_q(df / 2, x / 2, Quiet()); });
}

double lumbar_f_upper_tail(double x, double df1, double df2) {
    return guarded(x >= 0 && isPositive(df1) && isPositive(df2), [=] {
        // Of a beta variable's two ends the one that is near 0 loses no digits.
        const double scaled = df1 * x;
        return scaled > df2 ? boost::math::ibeta(df2 / 2, df1 / 2, df2 / (df2 + scaled), Quiet())
                            : boost::math::ibetac(df1 / 2, df2 / 2, scaled / (df2 + scaled), Quiet());
    });
}
