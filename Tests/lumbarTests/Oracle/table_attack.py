"""What a reader can find out from the tables of one run: summarise with all its pages, sweep, and compare.

The same attack as page_attack.py, whose rule set and words it takes, on the tables that reports do not have: tests and ratios between groups, the contrast with
records outside the population, prevalence at every value of a parameter, and two profiles side by side. Every published count is an equation over kinds of records;
linear programs (HiGHS) give the smallest and the largest value of every hidden count. Fewer than k whole numbers between them are a leak. What is no count must
rest on published counts alone: a share, an interval, a ratio, a statistic or a p value beside a hidden count that it is computed from is a leak, and so are adjusted
p values that follow from anything but the p values that are shown. The tables of --min-cell 0 must be possible, with nothing hidden. With --control two of
three hidden counts are taken from those; then there must be leaks.

    python3 -m venv .venv && .venv/bin/pip install scipy
    .venv/bin/python Tests/lumbarTests/Oracle/table_attack.py --lumbar .build/debug/lumbar --records 40,150,600 --seeds 6
"""

import argparse
import csv
import io
import itertools
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from page_attack import RULES

CAUSES = ["technique", "preparation", "rest", "distraction"]
SEARCHED = CAUSES[:3]
READS = {"technique": ["technique_score"], "preparation": ["warm_up_minutes", "hamstring_tightness"],
         "rest": ["rest_days_per_week", "pain_severity"], "distraction": ["distracted"]}
SEXES = ["female", "male", "other", "unknown"]
CUTS = list(range(1, 9))
HIDDEN = "suppressed"


def kinds(scores, groups):
    """All kinds of records that the tables can tell apart. Scores are counted by how many cuts they lie below."""
    states = {
        "technique_score": [*range(scores), None], "warm_up_minutes": [True, False, None], "hamstring_tightness": [True, False, None],
        "rest_days_per_week": [True, False, None], "pain_severity": [0, 1, 3, None], "distracted": [True, False, None], "sex": groups,
    }
    return [dict(zip(states, values)) for values in itertools.product(*states.values())]


def verdict(kind, cause, below):
    if cause == "technique":
        tests = [None if kind["technique_score"] is None else kind["technique_score"] < below]
    elif cause == "preparation":
        tests = [kind["warm_up_minutes"], kind["hamstring_tightness"]]
    elif cause == "rest":
        tests = [kind["rest_days_per_week"], None if kind["pain_severity"] is None else kind["pain_severity"] > 2]
        return "absent" if False in tests else "undetermined" if None in tests else "present"
    else:
        tests = [kind["distracted"]]
    return "present" if True in tests else "undetermined" if None in tests else "absent"


def complete(kind, cause):
    return all(kind[name] is not None for name in READS[cause])


def eligible(kind):
    return {None: "eligibility_undetermined", 0: "not_eligible"}.get(kind["pain_severity"], "eligible")


class Reader:
    """Published tables as equations over kinds of records, and what they hide."""

    def __init__(self, kinds):
        self.kinds = kinds
        self.rows, self.values, self.hidden, self.failures = [], [], [], []
        # Cells of tables that were published or hidden, by name, and those of tables that are withheld as wholes.
        self.shown, self.withheld = {}, set()

    def take(self, value, test, name):
        terms = tuple(index for index, kind in enumerate(self.kinds) if test(kind))
        if value in (HIDDEN, "", None):
            if value == HIDDEN:
                self.hidden.append((name, terms))
            self.shown[name] = False
            return
        self.shown[name] = True
        self.rows.append(terms)
        self.values.append(int(value))

    def rest(self, name, values, counts):
        """Values that are computed from counts."""
        if any(value not in (HIDDEN, "", None) for value in values) and not all(self.shown.get(one, False) for one in counts):
            self.failures.append(f"{name} rests on a hidden count")

    def counts(self, row, cause, inside, name, below):
        """The six counts of a cause, and what is computed from them."""
        state = lambda *wanted: lambda k: inside(k) and verdict(k, cause, below) in wanted
        self.take(row["records"], inside, f"{name} records")
        for one in ("present", "absent", "undetermined"):
            self.take(row[one], state(one), f"{name} {one}")
        self.take(row["complete"], lambda k: inside(k) and complete(k, cause), f"{name} complete")
        self.take(row["complete_present"], lambda k: state("present")(k) and complete(k, cause), f"{name} complete_present")
        self.rest(f"{name} prevalence", [row["prevalence"], row["ci_low"], row["ci_high"]], [f"{name} complete", f"{name} complete_present"])
        self.rest(f"{name} bounds", [row["bound_low"], row["bound_high"]], [f"{name} records", f"{name} present", f"{name} undetermined"])

    def account(self, records):
        for one in ("eligible", "not_eligible", "eligibility_undetermined"):
            self.take(records[one], lambda k: eligible(k) == one, one)
        self.take(records["read"], lambda k: True, "read")

    # The pages of summarise.
    def summary(self, page):
        self.account(page["records"])
        for row in page["cells"]:
            sex = row.get("sex", "all")
            self.counts(row, row["cause"], lambda k: eligible(k) == "eligible" and sex in ("all", k["sex"]), f"{row['cause']} {sex}", 2)
        for row in page["main_causes"]:
            self.take(row["records"], lambda k: eligible(k) == "eligible" and self.main(k) == row["cause"], f"main {row['cause']}")

    def main(self, kind):
        found = {cause: verdict(kind, cause, 2) for cause in CAUSES}
        first = next((cause for cause in SEARCHED if found[cause] == "present"), None)
        if first or any(found[cause] == "undetermined" for cause in SEARCHED):
            return first or "undetermined"
        return "contributing_only" if found["distraction"] == "present" else "unexplained"

    def comparisons(self, rows):
        for row in rows:
            cause, group = row["cause"], row["group"]
            used = [f"{cause} {sex} {count}" for sex in ([group, row["reference"]] if group else SEXES[:3]) for count in ("complete", "complete_present")]
            if group:
                for sex, events, total in [(group, "events", "total"), (row["reference"], "reference_events", "reference_total")]:
                    self.prevalence(row[events], row[total], cause, lambda k: eligible(k) == "eligible" and k["sex"] == sex, f"{cause} {sex}")
            self.rest(f"{cause} {row['test']} {group}", [row[one] for one in ("statistic", "estimate", "ci_low", "ci_high", "p_value", "p_holm", "p_bh")], used)
        # Whichever test of independence fits a cause, they are one family.
        whole = [row for row in rows if not row["group"]]
        self.adjusted([row for row in whole if row["test"] != "trend"], "independence")
        self.adjusted([row for row in whole if row["test"] == "trend"], "trend")

    def prevalence(self, events, total, cause, inside, name):
        self.take(events, lambda k: inside(k) and complete(k, cause) and verdict(k, cause, 2) == "present", f"{name} complete_present")
        self.take(total, lambda k: inside(k) and complete(k, cause), f"{name} complete")

    def adjusted(self, rows, name):
        """Adjusted p values must follow from those that are shown."""
        tested = [(float(row["p_value"]), row) for row in rows if row["p_value"] not in ("", HIDDEN)]
        ordered = sorted(tested, key=lambda one: one[0])
        size, holm = len(ordered), 0.0
        for rank, (p, row) in enumerate(ordered):
            holm = max(holm, min(1, (size - rank) * p))
            rate = min([1.0] + [size / (later + 1) * ordered[later][0] for later in range(rank, size)])
            for column, expected in (("p_holm", holm), ("p_bh", rate)):
                if abs(float(row[column]) - expected) > 1e-9 * max(1, expected):
                    self.failures.append(f"{name} {row['cause']}: {column} is {row[column]}, not {expected} of the p values shown")

    def contrast(self, rows):
        for row in rows:
            cause = row["cause"]
            for side, key in [("population", "eligible"), ("outside", "not_eligible")]:
                self.prevalence(row[f"{side}_events"], row[f"{side}_total"], cause, lambda k: eligible(k) == key, f"{cause} {side}")
                self.rest(f"{cause} {side} share", [row[f"{side}_prevalence"], row[f"{side}_ci_low"], row[f"{side}_ci_high"]],
                          [f"{cause} {side} complete", f"{cause} {side} complete_present"])
            self.rest(f"{cause} contrast", [row[one] for one in ("prevalence_ratio", "pr_low", "pr_high", "odds_ratio", "or_low", "or_high", "p_value", "p_holm", "p_bh")],
                      [f"{cause} {side} {count}" for side in ("population", "outside") for count in ("complete", "complete_present")])
        self.adjusted(rows, "contrast")

    def missing(self, rows):
        for row in rows:
            cause, name = row["cause"], row["variable"]
            waits = lambda k: {one for one in READS.get(cause, ["pain_severity"]) if k[one] is None}
            inside = (lambda k: eligible(k) == "eligibility_undetermined") if cause == "population" else (
                lambda k: eligible(k) == "eligible" and verdict(k, cause, 2) == "undetermined")
            self.take(row["undetermined"], inside, f"{cause} waits")
            self.take(row["records"], lambda k: inside(k) and name in waits(k), f"{cause} waits {name}")
            self.take(row["alone"], lambda k: inside(k) and waits(k) == {name}, f"{cause} waits {name} alone")
            self.rest(f"{cause} {name} share", [row["share"]], [f"{cause} waits", f"{cause} waits {name}"])

    def combinations(self, rows):
        told = [row["causes"] for row in rows if row["kind"] == "alone"]
        present = lambda k, causes: frozenset(one for one in causes if verdict(k, one, 2) == "present")
        everyone = lambda k: eligible(k) == "eligible"
        decided = lambda k, causes: everyone(k) and all(verdict(k, one, 2) != "undetermined" for one in causes)
        whole = lambda k, causes: everyone(k) and all(complete(k, one) for one in causes)
        named = lambda row: frozenset(row["causes"].split(";")) - {"none", ""}
        listed = {named(row) for row in rows if row["kind"] == "combination"}
        for row in rows:
            own, number, domain = named(row), row["number"], CAUSES
            test = {
                "combination": lambda k: present(k, told) == own, "alone": lambda k: present(k, told) == own,
                "other_combinations": lambda k: present(k, told) not in listed,
                "with_others": lambda k: own < present(k, told),
                "number": lambda k: len(present(k, CAUSES)) == int(number), "at_least": lambda k: len(present(k, CAUSES)) >= int(number),
            }.get(row["kind"])
            if test is None:
                domain = row["causes"].split(";")
                wanted = frozenset({"pair": domain, "first_only": domain[:1], "second_only": domain[1:]}[row["kind"]])
                test = lambda k: present(k, domain) == wanted
            name = f"{row['kind']} {row['causes']} {number}"
            # Pairs, numbers and decided records are withheld as whole tables, not for their counts: there a secret is only what is small.
            for column, inside, counted in [("decided", decided, False), ("complete", whole, False), ("decided_with", decided, True), ("complete_with", whole, True)]:
                self.take(row[column], lambda k: inside(k, domain) and (not counted or test(k)), f"{name} {column}")
                if row["kind"] in ("pair", "first_only", "second_only", "number", "at_least", "with_others") or "decided" in column:
                    self.withheld.add(f"{name} {column}")
            self.rest(f"{name} share", [row["share"], row["ci_low"], row["ci_high"]], [f"{name} complete", f"{name} complete_with"])

    # Other commands.
    def sweep(self, page, rows):
        self.account(page["records"])
        for row in rows:
            cut = int(float(row["cut"]))
            self.counts(row, row["cause"], lambda k: eligible(k) == "eligible", f"{row['cause']} at {cut}", CUTS.index(cut) + 1)

    def compare(self, page):
        self.account(page["records"])
        inside = lambda k: eligible(k) == "eligible"
        # The scores lie below 3, below 5, or above: 5 is the article's cut, and 3 the strict one.
        sides = [("first", 2), ("second", 1)]
        for row in page["causes"]:
            cause = row["cause"]
            for side, below in sides:
                if row.get(side):
                    self.counts(row[side], cause, inside, f"{cause} {side}", below)
            turn = lambda k: (verdict(k, cause, 2), verdict(k, cause, 1))
            self.take(row["changed"], lambda k: inside(k) and turn(k)[0] != turn(k)[1], f"{cause} changed")
            if row["changes"] != HIDDEN:
                for old, new in itertools.permutations(["present", "absent", "undetermined"], 2):
                    records = next((one["records"] for one in row["changes"] if (one["from"], one["to"]) == (old, new)), 0)
                    self.take(records, lambda k: inside(k) and turn(k) == (old, new), f"{cause} {old} {new}")
        changes = lambda k: inside(k) and any(verdict(k, cause, 2) != verdict(k, cause, 1) for cause in CAUSES)
        self.take(page["changed_records"], changes, "changed records")

    def leaks(self, minimum):
        size = len(self.kinds)
        entries = [(row, column) for row, terms in enumerate(self.rows) for column in terms]
        places = np.array(entries).T
        matrix = csr_matrix((np.ones(len(entries)), (places[0], places[1])), shape=(len(self.rows), size))
        solve = lambda cost: linprog(cost, A_eq=matrix, b_eq=np.array(self.values, float), bounds=(0, None), method="highs")
        if solve(np.zeros(size)).status != 0:
            return [("the tables contradict themselves", 0, 0)]
        found, seen = [], set(self.rows)
        for name, terms in self.hidden:
            if terms in seen or not terms:
                continue
            seen.add(terms)
            cost = np.zeros(size)
            cost[list(terms)] = 1
            low, high = solve(cost), solve(-cost)
            low = math.ceil(low.fun - 1e-6)
            high = math.inf if high.status == 3 else math.floor(-high.fun + 1e-6)
            if high - low + 1 < minimum and not low == high == 0 and not (name in self.withheld and low >= minimum):
                found.append((name, low, high))
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lumbar", required=True)
    parser.add_argument("--records", default="40,150,600")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--min-cell", type=int, default=5)
    parser.add_argument("--only", choices=["summarise", "sweep", "compare"])
    parser.add_argument("--control", action="store_true")
    options = parser.parse_args()
    failures = tables = hidden = 0
    with tempfile.TemporaryDirectory() as folder:
        rules = pathlib.Path(folder) / "four.yaml"
        rules.write_text(RULES.replace("BY", "sex"))
        cohort = pathlib.Path(folder) / "cohort.csv"

        def lumbar(command, minimum, *more):
            line = [options.lumbar, command, cohort, "--rules", rules, "--quiet", "--min-cell", str(minimum), *more]
            return subprocess.run(line, check=True, capture_output=True, text=True).stdout

        def rows(*arguments):
            return list(csv.DictReader(io.StringIO(lumbar(*arguments, "--format", "csv"))))

        def summarise(minimum):
            reader = Reader(kinds(3, SEXES))
            reader.summary(json.loads(lumbar("summarise", minimum, "--format", "json")))
            reader.comparisons(rows("summarise", minimum, "--compare-groups"))
            reader.contrast(rows("summarise", minimum, "--contrast", "pain-free"))
            reader.missing(rows("summarise", minimum, "--missing"))
            reader.combinations(rows("summarise", minimum, "--combinations"))
            return reader

        def sweep(minimum):
            reader = Reader(kinds(len(CUTS) + 1, ["anyone"]))
            setting = ["--set", f"cut={CUTS[0]}..{CUTS[-1]}:1"]
            reader.sweep(json.loads(lumbar("sweep", minimum, *setting, "--format", "json")), rows("sweep", minimum, *setting))
            return reader

        def compare(minimum):
            reader = Reader(kinds(3, ["anyone"]))
            reader.compare(json.loads(lumbar("compare", minimum, "--profile", "strict", "--format", "json")))
            return reader

        commands = [one for one in (summarise, sweep, compare) if options.only in (None, one.__name__)]
        for records, seed in itertools.product(map(int, options.records.split(",")), range(1, options.seeds + 1)):
            subprocess.run([options.lumbar, "generate", "--records", str(records), "--seed", str(seed), "--output", cohort], check=True)
            for command in commands:
                truth = command(0)
                if truth.hidden or truth.failures or truth.leaks(2):
                    print(f"{command.__name__}, {records} records, seed {seed}: the equations are wrong", truth.hidden[:3], truth.failures[:3])
                    failures += 1
                reader = command(options.min_cell)
                tables += 1
                hidden += len(reader.hidden)
                if options.control:
                    known = dict(zip(truth.rows, truth.values))
                    for _, terms in [one for place, one in enumerate(reader.hidden) if place % 3 != 1]:
                        reader.rows.append(terms)
                        reader.values.append(known[terms])
                for name in reader.failures:
                    failures += 1
                    print(f"{command.__name__}, {records} records, seed {seed}: {name}", flush=True)
                for name, low, high in reader.leaks(options.min_cell):
                    failures += 1
                    print(f"{command.__name__}, {records} records, seed {seed}: {name} is within {low} to {high}", flush=True)
    print(f"{tables} sets of tables, {hidden} hidden counts, {failures} failures")
    return 1 if (failures > 0) != options.control else 0


if __name__ == "__main__":
    sys.exit(main())
