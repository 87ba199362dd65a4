"""What a reader can find out from a whole report: every number of the page, as an equation over kinds of records.

Makes reports of small cohorts under a rule set of four causes, reads every table of the page, and takes what it shows as linear equations over the numbers of
records of each joint kind (every state of every variable that a rule tells apart, with the reader knowing all definitions). For every count that is hidden,
linear programs (HiGHS) give the smallest and the largest value that agree with the page. Fewer than k whole numbers between them are a leak. The page of
--min-cell 0 must be possible: so the equations are right. With --control the main causes are taken from that page; then there must be leaks.

    python3 -m venv .venv && .venv/bin/pip install scipy
    .venv/bin/python Tests/lumbarTests/Oracle/page_attack.py --lumbar .build/debug/lumbar --records 40,80,150 --seeds 6
"""

import argparse
import itertools
import math
import pathlib
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

RULES = """
ruleset: four
version: 1
title: Four causes
parameters:
  cut: {label: Lowest sound score, value: 5}
profiles:
  strict: {cut: 3}
variables:
  record_id: {type: text}
  sex: {label: Sex, type: category, codes: {female: [], male: [], other: []}}
  age_years: {label: Age, type: number, unit: years, range: [0, 120]}
  technique_score: {label: Score, type: number, range: [0, 10]}
  warm_up_minutes: {label: Minutes, type: number, range: [0, 180]}
  hamstring_tightness: {label: Tightness, type: number, range: [0, 3]}
  rest_days_per_week: {label: Rest days, type: number, range: [0, 7]}
  distracted: {label: Attention, type: boolean}
  pain_severity: {label: Pain, type: number, range: [0, 10]}
population: {label: With pain, when: pain_severity > 0}
causes:
  - {id: technique, label: Technique, category: primary, when: technique_score < cut}
  - {id: preparation, label: Preparation, category: primary, when: warm_up_minutes < 8 or hamstring_tightness >= 2}
  - {id: rest, label: Rest, category: secondary, when: rest_days_per_week < 2 and pain_severity > 2}
  - {id: distraction, label: Distraction, category: contributing, when: distracted}
groups:
  sex: {label: Sex, of: sex}
  age: {label: Age group, of: age_years, bands: [30, 50]}
summarise_by: [BY]
"""

# The states of the variables, as the rules and the other profile tell them apart; None is missing.
STATES = {
    "technique": ["<3", "3-5", "5+", None], "warm": ["<8", "8+", None], "ham": ["<2", "2+", None],
    "rest": ["<2", "2+", None], "pain": ["0", "1-2", "3+", None], "distracted": ["yes", "no", None],
    "sex": ["female", "male", "other", None],
}
LABELS = {"technique": "Score", "warm": "Minutes", "ham": "Tightness", "rest": "Rest days", "pain": "Pain", "distracted": "Attention", "sex": "Sex"}
CAUSES = ["Technique", "Preparation", "Rest", "Distraction"]
SEARCHED = CAUSES[:3]
KINDS = [dict(zip(STATES, combination)) for combination in itertools.product(*STATES.values())]


def either(*parts):
    return "present" if "present" in parts else "undetermined" if None in parts else "absent"


def verdicts(kind, cut="5"):
    below = {"5": ["<3", "3-5"], "3": ["<3"]}[cut]
    technique = "undetermined" if kind["technique"] is None else "present" if kind["technique"] in below else "absent"
    tests = [kind["warm"] and (kind["warm"] == "<8"), kind["ham"] and (kind["ham"] == "2+")]
    preparation = "present" if True in tests else "undetermined" if None in tests else "absent"
    tests = [kind["rest"] and (kind["rest"] == "<2"), kind["pain"] and (kind["pain"] == "3+")]
    rest = "absent" if False in tests else "undetermined" if None in tests else "present"
    distraction = {"yes": "present", "no": "absent", None: "undetermined"}[kind["distracted"]]
    return dict(zip(CAUSES, [technique, preparation, rest, distraction]))


READS = {"Technique": ["technique"], "Preparation": ["warm", "ham"], "Rest": ["rest", "pain"], "Distraction": ["distracted"]}


def enrich(kind):
    kind["eligible"] = {None: "undetermined", "0": "no"}.get(kind["pain"], "yes")
    kind["verdicts"] = verdicts(kind)
    kind["other"] = verdicts(kind, "3")
    kind["complete"] = {cause: all(kind[name] is not None for name in READS[cause]) for cause in CAUSES}
    found = kind["verdicts"]
    first = next((cause for cause in SEARCHED if found[cause] == "present"), None)
    kind["main"] = first or (
        "Undetermined" if any(found[cause] == "undetermined" for cause in SEARCHED)
        else "Contributing" if found["Distraction"] == "present" else "Unexplained"
    )
    kind["waits"] = {}
    for cause in CAUSES:
        if found[cause] == "undetermined":
            kind["waits"][cause] = {name for name in READS[cause] if kind[name] is None}
    if kind["eligible"] == "undetermined":
        kind["waits"]["Membership of the population"] = {"pain"}


for kind in KINDS:
    enrich(kind)


class Tables(HTMLParser):
    """Every table of the page by section, its cells as (text, counts, is hidden), and the texts of paragraphs and of charts."""

    def __init__(self, html):
        super().__init__()
        self.tables, self.paragraphs, self.charts = [], [], []
        self.section = self.cell = self.caption = None
        self.stack = []
        self.in_chart = 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        classes = (attributes.get("class") or "").split()
        if tag == "section" and "part" not in classes:
            self.section = attributes.get("id")
        if tag == "table":
            self.tables.append({"section": self.section, "caption": "", "columns": [], "rows": []})
        if tag == "caption":
            self.caption = ""
        if tag == "tr" and self.tables:
            self.tables[-1]["rows"].append([])
        if tag in ("td", "th"):
            self.cell = {"text": "", "counts": None, "spans": 0, "hidden": "hidden-count" in classes, "head": tag == "th"}
        if tag == "span" and self.cell is not None:
            # A share stands in the first span of a cell, its counts in the second.
            self.cell["spans"] += 1
            if self.cell["spans"] == 2:
                self.cell["counts"] = ""
        if tag in ("p", "dd", "li"):
            self.paragraphs.append([self.section, ""])
        if tag == "svg":
            self.in_chart += 1
        if tag in ("text", "title", "desc") and self.in_chart:
            self.charts.append([self.section, ""])
        if tag not in ("meta", "input", "rect", "line", "circle", "path"):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop() != tag:
            pass
        if tag == "caption":
            self.tables[-1]["caption"], self.caption = self.caption, None
        if tag in ("td", "th") and self.cell is not None:
            self.tables[-1]["rows"][-1].append(self.cell)
            self.cell = None
        if tag == "svg":
            self.in_chart -= 1

    def handle_data(self, data):
        if self.caption is not None:
            self.caption += data
        elif self.cell is not None and not self.in_chart:
            if self.cell["counts"] is not None and self.stack and self.stack[-1] == "span":
                self.cell["counts"] += data
            else:
                self.cell["text"] += data
        elif self.in_chart and self.charts and self.stack and self.stack[-1] in ("text", "title", "desc"):
            self.charts[-1][1] += data
        elif self.paragraphs:
            self.paragraphs[-1][1] += data

    def find(self, start):
        return [table for table in self.tables if table["caption"].startswith(start)]


def number(text):
    return int(text.replace(",", "")) if re.fullmatch(r"[0-9][0-9,]*", text.strip()) else None


class Reader:
    """What the page says, as equations over KINDS."""

    def __init__(self, page, by):
        self.page = page
        self.by = by
        self.rows, self.values, self.hidden = [], [], []
        # Further unknowns: the kinds of missing answers, and ages.
        self.extra = []
        self.read()

    # A sum is a dictionary of unknowns and factors.
    def records(self, test):
        return {index: 1.0 for index, kind in enumerate(KINDS) if test(kind)}

    def unknown(self, name):
        self.extra.append(name)
        return len(KINDS) + len(self.extra) - 1

    def know(self, terms, value):
        self.rows.append(terms)
        self.values.append(value)

    def take(self, cell, terms, name, whole=None, hides_whole=False):
        """A cell that shows a count, or n/N, or hides."""
        if cell["hidden"] or "‹hidden›" in cell["text"]:
            self.hidden.append((name, terms))
            if hides_whole:
                self.hidden.append((name + " N", whole))
            return
        text = cell["counts"] if cell["counts"] is not None else cell["text"]
        if "/" in text:
            part, total = (number(one) for one in text.split("/"))
            self.know(terms, part)
            self.know(whole, total)
        elif number(text) is not None:
            self.know(terms, number(text))
        elif text.strip() not in ("–", "", "by definition"):
            raise ValueError(f"{name}: {text!r}")

    def read(self):
        eligible = lambda kind: kind["eligible"] == "yes"
        page = self.page
        self.know(self.records(eligible), self.stated(r"answers in ([0-9,]+) records?"))
        groups = ["female", "male", "other", None]
        for table in page.find("Records by sex"):
            for row, group in zip(table["rows"][1:], groups):
                self.take(row[1], self.records(lambda k: eligible(k) and k["sex"] == group), f"sex {group}")
        self.ages()
        # The flow.
        for row in page.find("From records read")[0]["rows"][1:]:
            what = row[0]["text"]
            test = {
                "Records read": lambda k: True, "– outside the population": lambda k: k["eligible"] == "no",
                "– of unknown eligibility": lambda k: k["eligible"] == "undetermined", "= summarised": eligible,
            }.get(what)
            if test is None:
                raise ValueError(what)
            self.take(row[1], self.records(test), what)
        for row in page.find("Records that decide")[0]["rows"][1:]:
            cause = row[0]["text"]
            self.take(row[1], self.records(lambda k: eligible(k) and k["complete"][cause]), f"{cause} complete")
            self.take(row[2], self.records(lambda k: eligible(k) and k["verdicts"][cause] == "undetermined"), f"{cause} undetermined")
        # Prevalence.
        table = page.find("Prevalence of each cause")[0]
        for row in table["rows"][1:]:
            self.prevalence(row[0]["text"], row[2], eligible, "", row[5]["hidden"])
            self.bounds(row[0]["text"], row[4], eligible)
            cause = row[0]["text"]
            self.take(row[5], self.records(lambda k: eligible(k) and k["verdicts"][cause] == "undetermined"), f"{cause} undetermined")
        if "sex" in self.by:
            for cause in CAUSES:
                for table in page.find(f"{cause} by sex"):
                    for row, group in zip(table["rows"][1:], groups):
                        inside = lambda k: eligible(k) and k["sex"] == group
                        self.prevalence(cause, row[1], inside, f" {group}", row[4]["hidden"])
                        self.take(row[4], self.records(lambda k: inside(k) and k["verdicts"][cause] == "undetermined"), f"{cause} {group} undetermined")
        self.combinations(eligible)
        for row in page.find("First matching explanation,")[0]["rows"][1:]:
            name = row[0]["text"].split(" ")[0].rstrip(":")
            self.take(row[1], self.records(lambda k: eligible(k) and k["main"] == name), f"main {name}")
        self.thresholds(eligible)
        self.missing()

    def stated(self, pattern):
        for _, text in self.page.paragraphs:
            if match := re.search(pattern, text):
                return number(match.group(1))
        raise ValueError(pattern)

    def prevalence(self, cause, cell, inside, suffix, hides_whole=False):
        complete = self.records(lambda k: inside(k) and k["complete"][cause])
        present = self.records(lambda k: inside(k) and k["complete"][cause] and k["verdicts"][cause] == "present")
        # Where the undetermined are shown, so are those that are complete.
        self.take(cell, present, f"{cause}{suffix} n", complete, hides_whole)

    def bounds(self, cause, cell, inside):
        # They are shares, rounded: present / records and (present + undetermined) / records.
        if cell["hidden"]:
            return
        low, high = (float(part) / 100 for part in cell["text"].replace(" %", "").split("–"))
        total = self.stated(r"answers in ([0-9,]+) records?")
        for share, states in [(low, ["present"]), (high, ["present", "undetermined"])]:
            least, most = math.ceil((share - 0.0005001) * total), math.floor((share + 0.0005001) * total)
            terms = self.records(lambda k: inside(k) and k["verdicts"][cause] in states)
            slack = self.unknown(("slack", most - max(0, least)))
            self.know({**terms, slack: 1.0}, most)

    def ages(self):
        # Ages bear on nothing but eligibility and what is missing, so that they have unknowns of their own.
        self.age = {}
        for status in ["yes", "no", "undetermined"]:
            self.age[status] = [self.unknown((status, place)) for place in ["<30", "30-49", "50+", None]]
            total = self.records(lambda k: k["eligible"] == status)
            self.know({**total, **{one: -1.0 for one in self.age[status]}}, 0)
        for table in self.page.find("Records by age group"):
            for row, one in zip(table["rows"][1:], self.age["yes"]):
                self.take(row[1], {one: 1.0}, f"age {row[0]['text']}")
        for table in self.page.find("Quartiles")[:1]:
            known = {one: 1.0 for one in self.age["yes"][:3]}
            self.take(table["rows"][1][1], known, "age known")
        for table in (one for one in self.page.tables if one["section"] == "cohort" and one["caption"] == "Age"):
            sums = [{}, {}, {}]
            for row in table["rows"][1:]:
                low, high = self.ends(row[0]["text"])
                group = 0 if high <= 30 else 1 if low >= 30 and high <= 50 else 2
                if high > 50 and low < 50 or high > 30 and low < 30:
                    raise ValueError(f"bin {row[0]['text']} crosses groups")
                one = self.unknown(("bin", row[0]["text"]))
                sums[group][one] = 1.0
                self.take(row[1], {one: 1.0}, f"bin {row[0]['text']}")
            for group, terms in enumerate(sums):
                self.know({**terms, self.age["yes"][group]: -1.0}, 0)

    def ends(self, text):
        if text.startswith("<"):
            return -math.inf, float(text[1:])
        if text.startswith("≥"):
            return float(text[1:]), math.inf
        low, high = text.split(" to <")
        return float(low), float(high)

    def combinations(self, eligible):
        page = self.page
        merged = set()
        for section, text in page.paragraphs:
            if text.startswith("Not told apart"):
                merged = {cause for cause in CAUSES if re.search(rf"[:;] {cause}[;.]", text)}
        told = [cause for cause in CAUSES if cause not in merged]
        complete = lambda k: eligible(k) and all(k["complete"].values())
        whole = self.records(complete)
        exactly = lambda k, causes: complete(k) and {c for c in told if k["verdicts"][c] == "present"} == set(causes)
        listed = set()
        others = False
        for table in page.find("The most common combinations"):
            if len(table["rows"]) > 16:
                raise ValueError("not all combinations are listed")
            for row in table["rows"][1:]:
                name = row[0]["text"]
                if name == "All other combinations":
                    others = True
                    continue
                causes = () if name in ("No cause", "None of these causes") else tuple(name.split(" + "))
                listed.add(frozenset(causes))
                self.take(row[1], self.records(lambda k: exactly(k, causes)), f"combination {causes}", whole)
            if others:
                row = next(row for row in table["rows"][1:] if row[0]["text"] == "All other combinations")
                rest = self.records(lambda k: complete(k) and frozenset(c for c in told if k["verdicts"][c] == "present") not in listed)
                self.take(row[1], rest, "other combinations", whole)
        if others or any(one for one in page.paragraphs if one[1].startswith("Combinations of fewer")):
            for size in range(len(told) + 1):
                for causes in itertools.combinations(told, size):
                    if frozenset(causes) not in listed:
                        self.hidden.append((f"combination {causes}", self.records(lambda k: exactly(k, causes))))
        for table in page.find("How many causes"):
            for row in table["rows"][1:]:
                least = int(row[0]["text"].split(" ")[0])
                atLeast = "or more" in row[0]["text"]
                count = lambda k: sum(1 for c in CAUSES if k["verdicts"][c] == "present")
                test = lambda k: complete(k) and (count(k) >= least if atLeast else count(k) == least)
                self.take(row[1], self.records(test), row[0]["text"], whole)
        for table in page.find("Pairs of causes"):
            isLeast = "at least" in table["caption"]
            names = [row[0]["text"].split(". ")[1] for row in table["rows"][1:]]
            for first, row in zip(names, table["rows"][1:]):
                for second, cell in zip(names, row[1:]):
                    both = lambda k: (complete(k) if isLeast else eligible(k) and k["complete"][first] and k["complete"][second])
                    test = lambda k: both(k) and k["verdicts"][first] == k["verdicts"][second] == "present"
                    if not isLeast and first != second:
                        self.take(cell, self.records(test), f"pair {first} {second}", self.records(both))
                    elif cell["counts"]:
                        least, total = (number(one) for one in cell["counts"].split("/"))
                        slack = self.unknown(("slack", total - least))
                        self.know({**self.records(test), slack: -1.0}, least)
                        self.know(whole, total)

    def thresholds(self, eligible):
        table = self.page.find("The same records under the profiles")[0]
        for row in table["rows"][1:]:
            cause = row[0]["text"]
            self.prevalence(cause, row[1], eligible, " article")
            whole = self.records(lambda k: eligible(k) and k["complete"][cause])
            present = self.records(lambda k: eligible(k) and k["complete"][cause] and k["other"][cause] == "present")
            self.take(row[2], present, f"{cause} other n", whole)
            changed = self.records(lambda k: eligible(k) and k["other"][cause] != k["verdicts"][cause])
            self.take(row[3], changed, f"{cause} changed")
            for old, new, count in re.findall(r"(\w+) → (\w+) ([0-9,]+)", row[4]["text"]):
                self.know(self.records(lambda k: eligible(k) and (k["verdicts"][cause], k["other"][cause]) == (old, new)), number(count))
        for _, text in self.page.paragraphs:
            if match := re.search(r"([0-9,]+) records? ha(?:s|ve) another verdict", text):
                self.know(self.records(lambda k: eligible(k) and k["other"] != k["verdicts"]), number(match.group(1)))

    def missing(self):
        names = {label: name for name, label in LABELS.items()}
        for table in self.page.find("Missing answers by variable"):
            columns = [cell["text"] for cell in table["rows"][0]]
            for row in table["rows"][1:]:
                label = row[0]["text"]
                if label == "Age":
                    terms = {self.age[status][3]: 1.0 for status in self.age}
                else:
                    terms = self.records(lambda k: k[names[label]] is None)
                self.take(row[1], terms, f"missing {label}")
                parts = {}
                for column, cell in zip(columns[2:], row[2:]):
                    parts[column] = self.unknown((label, column))
                    self.take(cell, {parts[column]: 1.0}, f"{label} {column}")
                # Kinds that no variable has are no column.
                worded = {one: 1.0 for column, one in parts.items() if column not in ("unparseable", "implausible")}
                self.know({**terms, **{one: -1.0 for one in worded}}, 0)
                self.know({parts["unusable"]: 1.0, parts["unparseable"]: -1.0, parts["implausible"]: -1.0}, 0)
        for _, text in self.page.paragraphs:
            if match := re.search(r"([0-9,]+) answers could not be read or were", text):
                unusable = {len(KINDS) + place: 1.0 for place, one in enumerate(self.extra) if one[1] == "unusable"}
                self.know(unusable, number(match.group(1)))
            if "Every answer that was given could be read" in text:
                unusable = {len(KINDS) + place: 1.0 for place, one in enumerate(self.extra) if one[1] == "unusable"}
                self.know(unusable, 0)
        for table in self.page.find("Answers that undetermined causes wait for"):
            for row in table["rows"][1:]:
                cause, name = row[0]["text"], names[row[1]["text"]]
                inside = (lambda k: True) if cause.startswith("Membership") else (lambda k: k["eligible"] == "yes")
                self.take(row[2], self.records(lambda k: inside(k) and name in k["waits"].get(cause, ())), f"{cause} waits {name}")
                self.take(row[3], self.records(lambda k: inside(k) and k["waits"].get(cause) == {name}), f"{cause} waits {name} alone")

    def system(self):
        size = len(KINDS) + len(self.extra)
        entries = [(row, column, factor) for row, terms in enumerate(self.rows) for column, factor in terms.items()]
        rows, columns, factors = zip(*entries)
        matrix = csr_matrix((factors, (rows, columns)), shape=(len(self.rows), size))
        upper = [None] * len(KINDS) + [one[1] if one[0] == "slack" else None for one in self.extra]
        return matrix, np.array(self.values, float), [(0, high) for high in upper]

    def leaks(self, minimum):
        matrix, values, bounds = self.system()
        feasible = linprog(np.zeros(matrix.shape[1]), A_eq=matrix, b_eq=values, bounds=bounds, method="highs")
        if feasible.status != 0:
            return [("the page contradicts itself", 0, 0)]
        # What one table hides and another shows is nobody's secret.
        found, seen = [], {frozenset(terms) for terms in self.rows}
        for name, terms in self.hidden:
            key = frozenset(terms)
            if key in seen:
                continue
            seen.add(key)
            cost = np.zeros(matrix.shape[1])
            for column, factor in terms.items():
                cost[column] = factor
            ends = []
            for sign in (1, -1):
                solved = linprog(sign * cost, A_eq=matrix, b_eq=values, bounds=bounds, method="highs")
                ends.append(math.inf * -sign if solved.status == 3 else sign * solved.fun)
            low = math.ceil(ends[0] - 1e-6)
            high = math.inf if ends[1] == math.inf else math.floor(ends[1] + 1e-6)
            if high - low + 1 < minimum and not low == high == 0:
                found.append((name, low, high))
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lumbar", required=True)
    parser.add_argument("--records", default="30,60,120,300")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--min-cell", type=int, default=5)
    parser.add_argument("--by", default="sex")
    parser.add_argument("--control", action="store_true")
    options = parser.parse_args()
    if "," in options.by:
        parser.error("pages are read by one grouping; grid_attack.py takes several")
    failures = pages = hidden = 0
    with tempfile.TemporaryDirectory() as folder:
        rules = pathlib.Path(folder) / "four.yaml"
        rules.write_text(RULES.replace("BY", options.by))
        for records in map(int, options.records.split(",")):
            for seed in range(1, options.seeds + 1):
                cohort = pathlib.Path(folder) / "cohort.csv"
                subprocess.run([options.lumbar, "generate", "--records", str(records), "--seed", str(seed), "--output", cohort], check=True)
                page = lambda minimum: subprocess.run(
                    [options.lumbar, "report", cohort, "--rules", rules, "--quiet", "--min-cell", str(minimum)], check=True, capture_output=True, text=True
                ).stdout
                everything = Tables(page(0))
                truth = Reader(everything, options.by)
                if truth.hidden or truth.leaks(2):
                    print(f"{records} records, seed {seed}: the equations are wrong", truth.hidden[:3], truth.leaks(2)[:3])
                    failures += 1
                html = page(options.min_cell)
                if "Fewer than" in html:
                    continue
                shown = Tables(html)
                if options.control:
                    shown.find("First matching")[0]["rows"] = everything.find("First matching")[0]["rows"]
                reader = Reader(shown, options.by)
                pages += 1
                hidden += len(reader.hidden)
                for name, low, high in reader.leaks(options.min_cell):
                    failures += 1
                    print(f"{records} records, seed {seed}: {name} is within {low} to {high}", flush=True)
    print(f"{pages} pages, {hidden} hidden counts, {failures} failures")
    return 1 if (failures > 0) != options.control else 0


if __name__ == "__main__":
    sys.exit(main())
