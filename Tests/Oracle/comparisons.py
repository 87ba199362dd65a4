"""Tests and ratios of groups from the counts in a summary, calculated with scipy.

    python comparisons.py summary.csv > comparisons.csv

The summary is `lumbar summarise --by NAME --format csv`; its counts are checked against DuckDB elsewhere. The reference is the first group.
"""

import csv
import math
import sys

from scipy import stats


def ratios(a, n1, c, n0):
    z = stats.norm.ppf(0.975)
    add = 0.5 if a == 0 or c == 0 or (a == n1 and c == n0) else 0
    x, y, u, v = a + add, n1 - a + add, c + add, n0 - c + add
    spread = math.sqrt(1 / x - 1 / (x + y) + 1 / u - 1 / (u + v))
    ratio = (x / (x + y)) / (u / (u + v))
    yield "prevalence_ratio", ratio, ratio * math.exp(-z * spread), ratio * math.exp(z * spread)
    add = 0.5 if 0 in (a, n1 - a, c, n0 - c) else 0
    x, y, u, v = a + add, n1 - a + add, c + add, n0 - c + add
    spread = math.sqrt(1 / x + 1 / y + 1 / u + 1 / v)
    odds = x * v / (y * u)
    yield "odds_ratio", odds, odds * math.exp(-z * spread), odds * math.exp(z * spread)


def trend(groups):
    scores = range(1, len(groups) + 1)
    n = sum(records for _, _, records in groups)
    p = sum(events for _, events, _ in groups) / n
    top = sum(s * (x - m * p) for s, (_, x, m) in zip(scores, groups))
    below = p * (1 - p) * (
        sum(m * s * s for s, (_, _, m) in zip(scores, groups)) - sum(m * s for s, (_, _, m) in zip(scores, groups)) ** 2 / n
    )
    z = top / math.sqrt(below)
    return z, 2 * stats.norm.sf(abs(z))


def main(path):
    rows = list(csv.DictReader(open(path)))
    name = list(rows[0])[1]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("cause,test,group,statistic,estimate,ci_low,ci_high,p_value".split(","))
    for cause in dict.fromkeys(row["cause"] for row in rows):
        groups = [
            (row[name], int(row["complete_present"]), int(row["complete"]))
            for row in rows
            if row["cause"] == cause and row[name] not in ("all", "unknown")
        ]
        table = [[x, n - x] for _, x, n in groups if n]
        if min(map(sum, zip(*table))) > 0:
            expected = stats.contingency.expected_freq(table).min()
            if expected >= 5:
                found = stats.chi2_contingency(table, correction=False)
                out.writerow([cause, "chi_squared", "", found.statistic, "", "", "", found.pvalue])
            z, p = trend(groups)
            out.writerow([cause, "trend", "", z, "", "", "", p])
        _, c, n0 = groups[0]
        # A ratio with a group that has no records has no value, whatever is added to its cells.
        for label, a, n1 in groups[1:] if n0 else []:
            if n1 == 0:
                continue
            for test, *values in ratios(a, n1, c, n0):
                out.writerow([cause, test, label, "", *values, ""])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
