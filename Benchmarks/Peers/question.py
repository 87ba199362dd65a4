"""The full question that Lumbar and every peer answer, written once in the SQL that all of them share.

Every cause of the built-in rule set, three-valued, in every cell of age group × weight group: who has it, for whom
that is known, who answered all that it asks, and who of those has it. One scan, grouped by one key.

The rules come from the test oracle, which is an independent reading of them. A peer supplies what engines disagree
on: how a file of text becomes columns of numbers and truth values, and how a condition is counted.
"""

import importlib.metadata
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Oracle"))

import cohort_sql  # noqa: E402

NUMBERS = cohort_sql.NUMBERS
BOOLEANS = cohort_sql.BOOLEANS
SPINAL = "spinal_conditions"
# The columns that the question reads; the file has more.
READ = [*NUMBERS, *BOOLEANS, SPINAL]
CAUSES = list(cohort_sql.CAUSES)
AGES = [*cohort_sql.AGE_BANDS[1], "unknown"]
WEIGHTS = [*cohort_sql.WEIGHT_BANDS[1], "unknown"]

# A set whose codes are all known, and one that names nothing but `none`, as a case-insensitive regular expression
# that every engine understands.
_code = "(" + "|".join(spelling for spellings in cohort_sql.SPINAL_CODES.values() for spelling in spellings) + ")"
SPINAL_KNOWN = f"^[ \t]*{_code}[ \t]*(;[ \t]*{_code}[ \t]*)*$"
SPINAL_NONE = "^[ \t]*none[ \t]*(;[ \t]*none[ \t]*)*$"

ELIGIBLE = "pain_severity > 0"

header = cohort_sql.header
quoted = cohort_sql.quoted


def boolean(name, trimmed):
    """A cell as a truth value. All but a few say `yes`, `no` or nothing."""
    word = f"lower({trimmed(name)})"
    return (
        f"CASE WHEN {name} = 'no' THEN false WHEN {name} = 'yes' THEN true"
        f" WHEN {word} IN ('yes', 'y', 'true', '1') THEN true WHEN {word} IN ('no', 'n', 'false', '0') THEN false END"
    )


def has_spinal_condition(matches):
    """The set as one truth value. Most cells say `none`, which needs no regular expression."""
    return (
        f"CASE WHEN {SPINAL} = 'none' THEN false"
        f" WHEN {matches(SPINAL, SPINAL_KNOWN)} THEN NOT {matches(SPINAL, SPINAL_NONE)} END"
    )


def plausible():
    """(name, expression) of every column after reading: a number outside its range is no answer."""
    for name, (low, high) in NUMBERS.items():
        yield name, f"CASE WHEN {name} BETWEEN {low} AND {high} THEN {name} END"
    for name in [*BOOLEANS, "has_spinal_condition"]:
        yield name, name


def steps():
    """The columns that are calculated from the plausible ones, in steps: each step uses the ones before it."""
    last = "suspected_spinal_condition"
    rules = {name: f"({rule})" for name, (rule, _) in cohort_sql.CAUSES.items()}
    yield [("bmi", "weight_kg * 10000 / (height_cm * height_cm)")]
    yield [("adult_bmi", f"CASE WHEN age_years >= {cohort_sql.ADULT_AGE} AND bmi BETWEEN 10 AND 100 THEN bmi END")]
    yield [(name, rule) for name, rule in rules.items() if name != last]
    yield [(last, rules[last])]
    age = cohort_sql.band("age_years", cohort_sql.AGE_BANDS[0])
    weight = cohort_sql.band("adult_bmi", cohort_sql.WEIGHT_BANDS[0])
    yield [(f"{name}_complete", complete(name)) for name in CAUSES if reads_several(name)] + [
        ("cell", f"({age}) * {len(WEIGHTS)} + ({weight})")
    ]


def complete(cause):
    return " AND ".join(f"{name} IS NOT NULL" for name in dict.fromkeys(cohort_sql.CAUSES[cause][1]))


def reads_several(cause):
    """A cause that reads one variable is complete where it is known, so it needs no counts of its own for that."""
    return len(cohort_sql.CAUSES[cause][1]) > 1


def counts():
    """Of each cause in turn what a cell counts: ("known", column) has a value, ("true", condition) holds."""
    for cause in CAUSES:
        yield "true", cause
        yield "known", cause
        if reads_several(cause):
            yield "true", f"{cause}_complete"
            yield "true", f"{cause}_complete AND {cause}"


def select(columns, table, rest=""):
    return f"SELECT {', '.join(f'{text} AS {name}' for name, text in columns)}{rest} FROM {table}"


def eligible(table):
    """The records with pain, each with its plausible values."""
    return f"SELECT * FROM ({select(plausible(), table)}) WHERE {ELIGIBLE}"


def tally(records, cell_type, where):
    """The answer, a row for each cell: its key, its records and `counts`. `where` counts a condition's hits."""
    for step in steps():
        records = f"SELECT *, {', '.join(f'{text} AS {name}' for name, text in step)} FROM ({records})"
    tallies = [f"count({what})" if kind == "known" else where(what) for kind, what in counts()]
    return (
        f"SELECT CAST(cell AS {cell_type}) AS cell_key, count(*), {', '.join(tallies)}"
        f" FROM ({records}) GROUP BY cell_key"
    )


def sum_case(condition):
    """A conditional count for engines with nothing quicker. Their `count_if` and `FILTER` measured slower."""
    return f"sum(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def main(engine, answer):
    """Runs one peer: `COHORT.csv THREADS`; prints its version, the seconds of the query, and the rows, as JSON."""
    path, threads = sys.argv[1:]
    seconds, rows = answer(path, int(threads))
    rows = [[int(value) for value in row] for row in rows]
    json.dump({"version": importlib.metadata.version(engine), "seconds": seconds, "rows": rows}, sys.stdout)


def cells(rows):
    """{(cause, age group, weight group): (records, present, absent, complete, complete_present)}, empty ones too."""
    table = {(cause, age, weight): (0, 0, 0, 0, 0) for cause in CAUSES for age in AGES for weight in WEIGHTS}
    for key, records, *numbers in rows:
        age, weight = divmod(key, len(WEIGHTS))
        rest = iter(numbers)
        for cause in CAUSES:
            present, known = next(rest), next(rest)
            answered, both = (next(rest), next(rest)) if reads_several(cause) else (known, present)
            table[cause, AGES[age], WEIGHTS[weight]] = (records, present, known - present, answered, both)
    return table
