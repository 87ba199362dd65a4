"""Polars answers the question with its streaming engine. `polars_peer.py COHORT.csv THREADS`"""

import os
import time

import question as q


def answer(path, threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars as pl  # Reads the variable once, here.

    def column(pair):
        return pl.sql_expr(pair[1]).alias(pair[0])

    start = time.perf_counter()
    # Every column is text: a typed reader makes NULL of ` 7 `.
    cohort = pl.scan_csv(path, schema=dict.fromkeys(q.header(path), pl.String))
    values = [pl.col(name).str.strip_chars(" \t").cast(pl.Float64, strict=False) for name in q.NUMBERS]
    values += [column((name, q.boolean(name, trimmed))) for name in q.BOOLEANS]
    values += [column(("has_spinal_condition", q.has_spinal_condition(matches)))]
    records = cohort.select(values).select(map(column, q.plausible())).filter(pl.sql_expr(q.ELIGIBLE))
    for step in q.steps():
        records = records.with_columns(map(column, step))
    tallies = [pl.len().alias("records")]
    for index, (kind, what) in enumerate(q.counts()):
        counted = pl.col(what).count() if kind == "known" else pl.sql_expr(what).sum()
        tallies.append(counted.alias(str(index)))
    table = records.with_columns(pl.col("cell").cast(pl.UInt8)).group_by("cell").agg(tallies)
    rows = table.collect(engine="streaming").rows()
    return time.perf_counter() - start, rows


def trimmed(name):
    return f"trim(BOTH ' \t' FROM {name})"


def matches(text, pattern):
    return f"regexp_like({text}, {q.quoted(pattern)}, 'i')"


if __name__ == "__main__":
    q.main("polars", answer)
