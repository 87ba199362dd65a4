"""What `lumbar summarise --format csv` must print for a cohort, calculated with DuckDB.

    python duckdb_summary.py cohort.csv > summary.csv
    python duckdb_summary.py --timing [--threads N] cohort.csv     seconds of the one aggregation, the peer benchmark
"""

import argparse
import csv
import math
import sys
import time

import duckdb

import cohort_sql as sql

Z = 1.959963984540054
WEIGHTS = len(sql.WEIGHT_BANDS[1]) + 1


def aggregation(cleaned):
    """One scan: for each cell of age × weight its eligible records, and the counts that each cause needs.

    `count` of a condition's verdict counts those that are known. (`count_if` is NULL, not 0, where it only meets NULL,
    and `FILTER` takes half as long again.)
    """

    def where(condition):
        return f"count(CASE WHEN {condition} THEN 1 END)"

    counts = []
    for name, (_, needed) in sql.CAUSES.items():
        counts += [where(name), f"count({name})"]
        if reads_several(name):
            complete = " AND ".join(f"{column} IS NOT NULL" for column in dict.fromkeys(needed))
            counts += [where(complete), where(f"{complete} AND {name}")]
    age = sql.band("age_years", sql.AGE_BANDS[0])
    weight = sql.band("adult_bmi", sql.WEIGHT_BANDS[0])
    return (
        f"SELECT CAST(({age}) * {WEIGHTS} + ({weight}) AS UTINYINT) AS cell, count(*), {', '.join(counts)}"
        f" FROM ({sql.judged(cleaned)}) WHERE pain_severity > 0 GROUP BY cell"
    )


def reads_several(cause):
    """A cause that reads one variable is complete where it is known, so it needs no counts of its own for that."""
    return len(sql.CAUSES[cause][1]) > 1


def cells(result):
    """{(age band, weight band): (records, [(present, known, complete, both) for each cause])}"""
    table = {}
    for cell, records, *counts in result:
        causes, rest = [], iter(counts)
        for cause in sql.CAUSES:
            present, known = next(rest), next(rest)
            complete, both = (next(rest), next(rest)) if reads_several(cause) else (known, present)
            causes.append((present, known, complete, both))
        table[divmod(cell, WEIGHTS)] = (records, causes)
    return table


def wilson(events, n):
    """The 95 % Wilson score interval, without continuity correction; exactly 0 and 1 at the ends."""
    p = events / n
    centre = p + Z * Z / (2 * n)
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    below = 1 + Z * Z / n
    low = 0.0 if events == 0 else (centre - half) / below
    high = 1.0 if events == n else (centre + half) / below
    return low, high


def digits(value):
    """The shortest digits that read back to the same value."""
    return str(int(value)) if value == int(value) else repr(value)


def fraction(part, whole):
    return digits(part / whole) if whole else ""


def rows(table):
    """The contract's rows from the counts of each cell, margins added up."""
    ages = sql.AGE_BANDS[1] + ["unknown"]
    weights = sql.WEIGHT_BANDS[1] + ["unknown"]
    every_age, every_weight = range(len(ages)), range(len(weights))
    places = [("all", "all", every_age, every_weight)]
    places += [(age, "all", [i], every_weight) for i, age in enumerate(ages)]
    places += [("all", weight, every_age, [j]) for j, weight in enumerate(weights)]
    places += [(age, weight, [i], [j]) for i, age in enumerate(ages) for j, weight in enumerate(weights)]
    for index, cause in enumerate(sql.CAUSES):
        for age, weight, some_ages, some_weights in places:
            chosen = [table[i, j] for i in some_ages for j in some_weights if (i, j) in table]
            records = sum(cell[0] for cell in chosen)
            present, known, complete, both = (sum(cell[1][index][k] for cell in chosen) for k in range(4))
            low, high = map(digits, wilson(both, complete)) if complete else ("", "")
            yield [
                cause, age, weight, records, present, known - present, records - known, complete, both,
                fraction(both, complete), low, high,
                fraction(present, records), fraction(present + records - known, records),
            ]  # fmt: skip


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cohort")
    options.add_argument("--timing", action="store_true")
    options.add_argument("--threads", type=int)
    options = options.parse_args()
    database = duckdb.connect()
    if options.threads:
        database.execute(f"SET threads = {options.threads}")
    database.execute("SET preserve_insertion_order = false")
    if options.timing:
        print(f"{timed(database, options.cohort):.3f}")
        return
    result = from_text(database, options.cohort)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(
        "cause,age_group,weight_group,records,present,absent,undetermined,complete,complete_present,prevalence"
        ",ci_low,ci_high,bound_low,bound_high".split(",")
    )
    out.writerows(rows(cells(result)))


def from_text(database, cohort):
    # In two steps, since DuckDB would clean a cell again for every place that reads it.
    database.execute(f"CREATE TEMP TABLE cleaned AS {sql.cleaned_from_text(cohort)}")
    return database.execute(aggregation("SELECT * FROM cleaned")).fetchall()


def timed(database, cohort):
    """Seconds for the aggregation; a file with cells that do not fit their types needs the slower reading."""
    start = time.perf_counter()
    try:
        database.execute(aggregation(sql.cleaned_by_type(cohort))).fetchall()
    except (duckdb.ConversionException, duckdb.InvalidInputException):
        print("some cells do not fit their types: timing the reading from text", file=sys.stderr)
        start = time.perf_counter()
        from_text(database, cohort)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
