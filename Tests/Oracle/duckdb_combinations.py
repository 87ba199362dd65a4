"""What `lumbar summarise --combinations --format csv` must count for a cohort, calculated with DuckDB.

    python duckdb_combinations.py cohort.csv > combinations.csv

Rows are sorted; shares and intervals are left out, since they follow from the counts.
"""

import csv
import itertools
import sys

import duckdb

import cohort_sql as sql

CAUSES = list(sql.CAUSES)
ALL_DECIDED = " AND ".join(f"{cause} IS NOT NULL" for cause in CAUSES)


def complete(*causes):
    needed = dict.fromkeys(column for cause in causes for column in sql.CAUSES[cause][1])
    return " AND ".join(f"{column} IS NOT NULL" for column in needed)


def count(*conditions):
    return f"count(*) FILTER (WHERE {' AND '.join(f'({condition})' for condition in conditions)})"


def bounds(low, high, eligible):
    return [low / eligible, high / eligible]


def rows(path):
    database = duckdb.connect()
    database.execute(f"CREATE TEMP TABLE cleaned AS {sql.cleaned_from_text(path)}")
    database.execute(
        f"CREATE TEMP TABLE judged AS SELECT * FROM ({sql.judged('SELECT * FROM cleaned')}) WHERE pain_severity > 0"
    )

    def one(*expressions):
        return database.execute(f"SELECT {', '.join(expressions)} FROM judged").fetchone()

    every = complete(*CAUSES)
    eligible, decided, whole = one("count(*)", count(ALL_DECIDED), count(every))
    listed = " || ".join(f"CASE WHEN {cause} THEN '{cause};' ELSE '' END" for cause in CAUSES)
    for causes, records, completes in database.execute(
        f"SELECT {listed} AS causes, count(*), {count(every)} FROM judged WHERE {ALL_DECIDED} GROUP BY causes"
    ).fetchall():
        yield ["combination", causes.rstrip(";") or "none", "", decided, records, whole, completes, "", ""]
    sum_of = " + ".join(f"({cause})::INT" for cause in CAUSES)
    for cause in CAUSES:
        for kind, others in (("alone", "= 1"), ("with_others", "> 1")):
            found = one(count(ALL_DECIDED, cause, f"{sum_of} {others}"), count(every, cause, f"{sum_of} {others}"))
            yield [kind, cause, "", decided, found[0], whole, found[1], "", ""]
    present = " + ".join(f"coalesce({cause}, false)::INT" for cause in CAUSES)
    possible = " + ".join(f"coalesce({cause}, true)::INT" for cause in CAUSES)
    most = one(f"max({possible})")[0]
    for number in range(most + 1):
        found = one(count(ALL_DECIDED, f"{sum_of} = {number}"), count(every, f"{sum_of} = {number}"))
        yield ["number", "", number, decided, found[0], whole, found[1], "", ""]
    for number in range(1, most + 1):
        found = one(
            count(ALL_DECIDED, f"{sum_of} >= {number}"), count(every, f"{sum_of} >= {number}"),
            count(f"{present} >= {number}"), count(f"{possible} >= {number}"),
        )  # fmt: skip
        yield ["at_least", "", number, decided, found[0], whole, found[1], *bounds(*found[2:], eligible)]
    for a, b in itertools.combinations(CAUSES, 2):
        both_decided, both_complete = f"{a} IS NOT NULL AND {b} IS NOT NULL", complete(a, b)
        domains = one(count(both_decided), count(both_complete))
        for kind, event in (("pair", f"{a} AND {b}"), ("first_only", f"{a} AND NOT {b}"), ("second_only", f"{b} AND NOT {a}")):
            found = one(count(both_decided, event), count(both_complete, event))
            limits = ["", ""]
            if kind == "pair":
                possibly = one(count(f"coalesce({a}, true) AND coalesce({b}, true)"))[0]
                limits = bounds(found[0], possibly, eligible)
            yield [kind, f"{a};{b}", "", domains[0], found[0], domains[1], found[1], *limits]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("kind,causes,number,decided,decided_with,complete,complete_with,bound_low,bound_high".split(","))
    out.writerows(sorted(rows(sys.argv[1]), key=lambda row: (row[0], row[1], row[2] or 0)))
