"""DuckDB answers the question. `duckdb_peer.py COHORT.csv THREADS`"""

import time

import duckdb

import question as q


def answer(path, threads):
    # Every column is text: a typed reader ends at the first cell such as `about 5`, or drops the whole record.
    # (TRY_CAST takes `1_0` for 10, which Lumbar does not. No generated cohort holds such a cell.)
    columns = ", ".join(f"{q.quoted(name)}: 'VARCHAR'" for name in q.header(path))
    file = (
        f"read_csv({q.quoted(path)}, columns = {{{columns}}}, auto_detect = false, header = true,"
        " delim = ',', quote = '\"', escape = '\"', max_line_size = 4194304)"
    )
    values = [(name, f"TRY_CAST({name} AS DOUBLE)") for name in q.NUMBERS]
    values += [(name, q.boolean(name, trimmed)) for name in q.BOOLEANS]
    values += [("has_spinal_condition", q.has_spinal_condition(matches))]
    # Materialised, since DuckDB would cast a cell again for every place that reads it. (A TRY_CAST alone over read_csv
    # becomes the reader's type and ends at the first misfit, DuckDB issue 23818. The ranges around these prevent that.)
    query = f"WITH eligible AS MATERIALIZED ({q.eligible('(' + q.select(values, file) + ')')}) " + q.tally(
        "SELECT * FROM eligible", "UTINYINT", q.sum_case
    )
    database = duckdb.connect()
    database.execute(f"SET threads = {threads}")
    database.execute("SET preserve_insertion_order = false")
    start = time.perf_counter()
    rows = database.execute(query).fetchall()
    return time.perf_counter() - start, rows


def trimmed(name):
    return f"trim({name}, ' \t')"


def matches(text, pattern):
    return f"regexp_matches({text}, {q.quoted(pattern)}, 'i')"


if __name__ == "__main__":
    q.main("duckdb", answer)
