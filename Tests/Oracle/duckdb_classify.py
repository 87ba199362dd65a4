"""The verdict on every record of a cohort, calculated with DuckDB, to compare with `lumbar classify --format csv`.

    python duckdb_classify.py cohort.csv > verdicts.csv

Columns: record_id, eligible, main_cause, main_cause_certain, then one column for each cause; input order.
"""

import csv
import sys

import duckdb

import cohort_sql as sql


def main_cause():
    steps = " ".join(f"WHEN {name} THEN {sql.quoted(name)}" for name in sql.MAIN_CAUSES)
    unknown = " OR ".join(f"{name} IS NULL" for name in sql.MAIN_CAUSES)
    contributing = " OR ".join(name for name in sql.CAUSES if name not in sql.MAIN_CAUSES)
    return (
        f"CASE {steps} WHEN {unknown} THEN 'undetermined'"
        f" WHEN {contributing} THEN 'contributing_only' ELSE 'unexplained' END"
    )


def main_cause_certain():
    """Whichever comes first in the order, a present cause or an open one, decides."""
    steps = " ".join(f"WHEN {name} THEN 'yes' WHEN {name} IS NULL THEN 'no'" for name in sql.MAIN_CAUSES)
    return f"CASE {steps} ELSE 'yes' END"


def verdict(name):
    return f"CASE WHEN {name} THEN 'present' WHEN NOT {name} THEN 'absent' ELSE 'undetermined' END"


def verdicts(path):
    """One row per record, in the order of the file."""
    database = duckdb.connect()
    database.execute(f"CREATE TEMP TABLE cleaned AS {sql.cleaned_from_text(path, more=', record_id')}")
    answers = [main_cause(), main_cause_certain()] + [verdict(name) for name in sql.CAUSES]
    if_eligible = ", ".join(f"CASE WHEN pain_severity > 0 THEN {answer} ELSE '' END" for answer in answers)
    return database.execute(
        "SELECT coalesce(trim(record_id, ' ' || chr(9)), ''),"
        " CASE WHEN pain_severity > 0 THEN 'yes' WHEN pain_severity IS NULL THEN 'undetermined' ELSE 'no' END,"
        f" {if_eligible} FROM ({sql.judged('SELECT * FROM cleaned')})"
    ).fetchall()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["record_id", "eligible", "main_cause", "main_cause_certain", *sql.CAUSES])
    out.writerows(verdicts(sys.argv[1]))
