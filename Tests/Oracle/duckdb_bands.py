"""What `lumbar summarise --by age_years,technique_score` must count in bands of one's own, calculated with DuckDB.

    python duckdb_bands.py cohort.csv > bands.csv

The bands are those of `--bands age_years=18,35,50 --bands technique_score=4,7.5`. Shares and intervals are left out, since they follow from the counts.
"""

import csv
import sys

import duckdb

import cohort_sql as sql

AGES = (18, 35, 50), ["<18", "18-34", "35-49", "50+"]
SCORES = (4, 7.5), ["<4", "4-<7.5", "≥7.5"]


def main():
    database = duckdb.connect()
    database.execute(f"CREATE TEMP TABLE cleaned AS {sql.cleaned_from_text(sys.argv[1])}")
    database.execute(
        f"CREATE TEMP TABLE judged AS SELECT *, {sql.band('age_years', AGES[0])} AS age,"
        f" {sql.band('technique_score', SCORES[0])} AS score"
        f" FROM ({sql.judged('SELECT * FROM cleaned')}) WHERE pain_severity > 0"
    )
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(
        "cause,age_years,technique_score,records,present,absent,undetermined,complete,complete_present".split(",")
    )
    ages, scores = AGES[1] + ["unknown"], SCORES[1] + ["unknown"]
    places = [("all", "all", "true")]
    places += [(age, "all", f"age = {i}") for i, age in enumerate(ages)]
    places += [("all", score, f"score = {j}") for j, score in enumerate(scores)]
    places += [
        (age, score, f"age = {i} AND score = {j}") for i, age in enumerate(ages) for j, score in enumerate(scores)
    ]
    for cause, (_, needed) in sql.CAUSES.items():
        complete = " AND ".join(f"{column} IS NOT NULL" for column in dict.fromkeys(needed))
        for age, score, place in places:
            counts = database.execute(
                f"SELECT count(*), count(*) FILTER (WHERE {cause}), count(*) FILTER (WHERE NOT {cause}),"
                f" count(*) FILTER (WHERE {cause} IS NULL), count(*) FILTER (WHERE {complete}),"
                f" count(*) FILTER (WHERE {complete} AND {cause}) FROM judged WHERE {place}"
            ).fetchone()
            out.writerow([cause, age, score, *counts])


if __name__ == "__main__":
    main()
