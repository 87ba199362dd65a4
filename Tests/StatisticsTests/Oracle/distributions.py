"""Quantiles and tails over a grid: run it to write ../Fixtures/distributions.csv (scipy 1.17.1, mpmath 1.3.0).

For shapes of a million scipy itself is good to 1e-10 only; these rows are polished by Newton's method in 40 digits.
"""

import csv
import pathlib

import mpmath
from scipy import stats

TAILS = [1e-9, 1e-6, 0.0005, 0.005, 0.025, 0.05, 0.1, 0.25, 0.4, 0.6, 0.9, 0.95, 0.975, 0.9995]
SHAPES = [0.5, 1, 1.7, 4, 12, 30.25, 158, 1905, 50_000]
mpmath.mp.dps = 40


def rows():
    for p in TAILS:
        yield "normal_quantile", p, "", "", stats.norm.ppf(p)
        for df in [1, 2, 3, 4.5, 8, 16, 29, 100, 1879, 7845, 1e6]:
            yield "t_quantile", p, df, "", stats.t.ppf(p, df)
        for a in SHAPES:
            for b in SHAPES:
                yield "beta_quantile", p, a, b, stats.beta.ppf(p, a, b)
                yield "beta_upper_quantile", p, a, b, stats.beta.isf(p, a, b)
            yield "gamma_quantile", p, a, "", stats.gamma.ppf(p, a)
            yield "gamma_upper_quantile", p, a, "", stats.gamma.isf(p, a)
    for z in [-8, -3, -1.5, -0.1, 0, 0.3, 1, 1.96, 2.5, 4, 8, 20]:
        yield "normal_upper_tail", z, "", "", stats.norm.sf(z)
    for x in [0, 0.001, 0.3, 1, 3.84, 10, 25, 80]:
        for df in [1, 2, 3, 7, 30, 200]:
            yield "chi_squared_upper_tail", x, df, "", stats.chi2.sf(x, df)
    for x in [0, 0.001, 0.3, 1, 3.84, 25, 400]:
        for df in [1, 1.7, 2, 6.5, 40]:
            for per in [1, 2.6, 9, 57.3, 3000, 400000.5]:
                yield "f_upper_tail", x, df, per, f_tail(x, df, per)
    large = 1_000_000
    for p in [1e-9, 0.0005, 0.025, 0.1]:
        for a in [4, 12]:
            tail = lambda x: mpmath.betainc(a, large, x, 1, regularized=True)
            slope = lambda x: -(x ** (a - 1)) * (1 - x) ** (large - 1) / mpmath.beta(a, large)
            yield "beta_upper_quantile", p, a, large, polished(stats.beta.isf(p, a, large), p, tail, slope)
        below = lambda x: mpmath.gammainc(large, 0, x, regularized=True)
        density = lambda x: mpmath.exp((large - 1) * mpmath.log(x) - x - mpmath.loggamma(large))
        yield "gamma_quantile", p, large, "", polished(stats.gamma.ppf(p, large), p, below, density)


def f_tail(x, df, other):
    x, df, other = (mpmath.mpf(float(number)) for number in (x, df, other))
    return mpmath.betainc(other / 2, df / 2, 0, other / (other + df * x), regularized=True)


def polished(x, p, function, slope):
    x = mpmath.mpf(float(x))
    for _ in range(4):
        x -= (function(x) - mpmath.mpf(p)) / slope(x)
    return x


target = pathlib.Path(__file__).parent.parent / "Fixtures" / "distributions.csv"
with open(target, "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["function", "argument", "a", "b", "value"])
    for row in rows():
        writer.writerow([repr(float(cell)) if not isinstance(cell, str) else cell for cell in row])
