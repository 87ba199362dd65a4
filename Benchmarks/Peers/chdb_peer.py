"""ClickHouse, as chdb, answers the question. `chdb_peer.py COHORT.csv THREADS`"""

import time

import chdb

import question as q


def answer(path, threads):
    # Numbers can be typed: ClickHouse drops spaces around them and makes NULL of a cell that does not fit. Its own
    # truth values take `on` for yes, so they are read as text.
    types = [f"{name} {'Nullable(Float64)' if name in q.NUMBERS else 'String'}" for name in q.READ]
    file = f"file({quoted(path)}, 'CSVWithNames', {quoted(', '.join(types))})"
    values = [(name, name) for name in q.NUMBERS]
    values += [(name, q.boolean(name, trimmed)) for name in q.BOOLEANS]
    values += [("has_spinal_condition", q.has_spinal_condition(matches))]
    settings = {
        "max_threads": threads,
        "input_format_csv_use_default_on_bad_values": 1,
        "input_format_skip_unknown_fields": 1,
        "prefer_column_name_to_alias": 1,
        # Evaluating every branch for every record is quicker here than picking the records out.
        "short_circuit_function_evaluation": "'disable'",
    }
    query = q.tally(q.eligible(f"({q.select(values, file)})"), "UInt8", lambda condition: f"countIf({condition})")
    query += " SETTINGS " + ", ".join(f"{name} = {value}" for name, value in settings.items())
    connection = chdb.connect(":memory:")
    cursor = connection.cursor()
    start = time.perf_counter()
    cursor.execute(query)
    rows = cursor.fetchall()
    return time.perf_counter() - start, rows


def trimmed(name):
    return f"trimBoth({name}, ' \t')"


def matches(text, pattern):
    return f"match({text}, {quoted('(?i)' + pattern)})"


def quoted(text):
    """ClickHouse also reads a backslash as an escape."""
    return q.quoted(text.replace("\\", "\\\\"))


if __name__ == "__main__":
    q.main("chdb", answer)
