"""DataFusion answers the question. `datafusion_peer.py COHORT.csv THREADS`"""

import time

import pyarrow
from datafusion import SessionConfig, SessionContext
from datafusion.options import CsvReadOptions

import question as q


def answer(path, threads):
    context = SessionContext(SessionConfig().with_target_partitions(threads))
    start = time.perf_counter()
    # Every column is text: a typed reader ends at the first cell such as `about 5`. Notes hold line ends, so one thread
    # finds the records: DataFusion cannot divide such a file.
    schema = pyarrow.schema([(name, pyarrow.string_view()) for name in q.header(path)])
    options = CsvReadOptions(schema=schema, has_header=True, newlines_in_values=True)
    context.register_csv("cohort", path, options=options)
    values = [(name, f"TRY_CAST({name} AS DOUBLE)") for name in q.NUMBERS]
    values += [(name, q.boolean(name, trimmed)) for name in q.BOOLEANS]
    values += [("has_spinal_condition", q.has_spinal_condition(matches))]
    query = q.tally(q.eligible(f"({q.select(values, 'cohort')})"), "TINYINT UNSIGNED", q.sum_case)
    batches = context.sql(query).collect()
    seconds = time.perf_counter() - start
    return seconds, [row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns))]


def trimmed(name):
    return f"btrim({name}, ' \t')"


def matches(text, pattern):
    return f"regexp_like({text}, {q.quoted(pattern)}, 'i')"


if __name__ == "__main__":
    q.main("datafusion", answer)
