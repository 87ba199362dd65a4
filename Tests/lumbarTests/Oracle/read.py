"""Reads what Lumbar writes with pandas and with R, as it is, and checks types and sums. Needs pandas, R, and lumbar on the PATH.

Run in the repository's folder: python3 Tests/lumbarTests/Oracle/read.py
"""

import io
import subprocess

import pandas

COHORT = "SampleData/cohort.csv"
COUNTS = ["records", "present", "absent", "undetermined", "complete", "complete_present"]
METHOD = ["ci_method", "undetermined_as", "by_definition"]
SHARES = ["prevalence", "ci_low", "ci_high", "bound_low", "bound_high"]


def lumbar(line):
    return subprocess.run(["lumbar", *line.split(), "--quiet"], check=True, capture_output=True, text=True).stdout


def check(line, texts, na_values=()):
    """Every column that is not in `texts` must be numbers, whole ones where nothing is missing."""
    frame = pandas.read_csv(io.StringIO(lumbar(line)), na_values=list(na_values))
    for name, kind in frame.dtypes.items():
        isNumber = pandas.api.types.is_numeric_dtype(kind)
        assert isNumber != (name in texts), (line, name, kind)
        if name in COUNTS and frame[name].notna().all():
            assert pandas.api.types.is_integer_dtype(kind), (line, name, kind)
    r = subprocess.run(
        ["Rscript", "-e", f"""
            d <- read.csv(text = paste(readLines(file("stdin")), collapse = "\\n"), na.strings = c("NA", "", {", ".join(map(repr, na_values)) or '""'}))
            cat(paste(names(d), sapply(d, class), sep = "=", collapse = "\\n"), "\\n")
            if ("prevalence" %in% names(d)) cat("sum", format(sum(d$prevalence, na.rm = TRUE), digits = 15), "\\n")
        """],
        input=lumbar(line), check=True, capture_output=True, text=True,
    ).stdout.split("\n")
    classes = dict(entry.strip().split("=") for entry in r if "=" in entry)
    assert list(classes) == list(frame.columns), (line, classes)
    for name, kind in classes.items():
        assert (kind == "character") == (name in texts), (line, name, kind)
    if "prevalence" in frame:
        total = float(next(entry.split()[1] for entry in r if entry.startswith("sum")))
        assert abs(total - frame["prevalence"].sum()) < 1e-9 * total, line
    print("ok:", line)
    return frame


summary = check(f"summarise {COHORT} --by sex --format csv", ["cause", "sex"])
assert ((summary.present + summary.absent + summary.undetermined) == summary.records).all()
assert (summary.prevalence - summary.complete_present / summary.complete).abs().max() < 1e-15
check(f"summarise {COHORT} --by sex,age_group --ci logit --format csv",
      ["cause", "sex", "age_group", *METHOD])
# Hidden values are a word, so that no one takes them for 0 or for missing; these columns are text unless the word is named.
hidden = check(f"summarise {COHORT} --by sex --min-cell 11 --format csv",
               ["cause", "sex", *METHOD], ["suppressed"])
assert hidden[COUNTS + SHARES].isna().any().any()
check(f"summarise {COHORT} --missing --format csv", ["cause", "variable"])
check(f"summarise {COHORT} --missing --min-cell 11 --format csv", ["cause", "variable"], ["suppressed"])
check(f"sweep {COHORT} --set layoff_weeks=1..4:0.5 --format csv", ["cause", *METHOD])
check(f"compare {COHORT} --profile literature --format csv", ["cause", "rules", *METHOD])
check(f"compare {COHORT} --profile literature --format csv --table changes", ["cause", "from", "to", "rule"])
check(f"summarise {COHORT} --combinations --format csv", ["kind", "causes", "ci_method", "domain"])
check(f"summarise {COHORT} --combinations --min-cell 5 --format csv", ["kind", "causes", "ci_method", "domain"], ["suppressed"])
check(f"summarise {COHORT} --by age_group --compare-groups --format csv",
      ["grouping", "cause", "test", "group", "reference", "note", "ci_method", "domain"])
check(f"summarise {COHORT} --contrast pain-free --format csv", ["cause", "test", "note", "ci_method", "domain"])
paper = pandas.read_csv(io.StringIO(lumbar(f"summarise {COHORT} --table paper --by sex --format csv")))
assert paper.shape == (14, 6), paper.shape
print("all read")
