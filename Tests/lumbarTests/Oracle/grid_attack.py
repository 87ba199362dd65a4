"""What a reader can find out from a summary by several groupings at once: every count of every cause, as an equation over states of records in each group.

Makes cohorts, summarises them by every grouping given with a smallest cell, and takes what is shown as linear equations over the numbers of records that are
complete and present, complete and absent, decided without being complete (present, absent), or undetermined in each group of all groupings together. For every
count that is suppressed, linear programs (HiGHS) give the smallest and the largest value that agree with all that is shown of the cause. Fewer than k whole
numbers between them are a leak, unless the count can only be 0. The summary of --min-cell 0 must be possible. With --control every third count is taken from
that; then there must be leaks.

    python3 -m venv .venv && .venv/bin/pip install highspy numpy
    .venv/bin/python Tests/lumbarTests/Oracle/grid_attack.py --lumbar .build/release/lumbar --records 300,1200 --seeds 3 --by age_group,weight_group
"""

import argparse
import csv
import itertools
import math
import pathlib
import subprocess
import sys
import tempfile

import highspy
import numpy as np

# The states of a record, and the counts that are made of them.
STATES = ["complete present", "complete absent", "incomplete present", "incomplete absent", "undetermined"]
MEASURES = {
    "records": range(5), "present": (0, 2), "absent": (1, 3), "undetermined": (4,), "complete": (0, 1), "complete_present": (0,),
}


class Reader:
    """What the rows of one cause say."""

    def __init__(self, rows, groupings):
        groups = [sorted({row[one] for row in rows if row[one] != "all"}) for one in groupings]
        leaves = list(itertools.product(*groups))
        self.equations, self.values, self.hidden = [], [], []
        self.size = len(STATES) * len(leaves)
        for row in rows:
            inside = [place for place, leaf in enumerate(leaves) if all(row[one] in ("all", group) for one, group in zip(groupings, leaf))]
            for measure, states in MEASURES.items():
                terms = [len(STATES) * place + state for place in inside for state in states]
                if row[measure] == "suppressed":
                    self.hidden.append((f"{row['cause']} {[row[one] for one in groupings]} {measure}", terms))
                elif row[measure]:
                    self.equations.append(terms)
                    self.values.append(int(row[measure]))

    def solver(self):
        columns = [[] for _ in range(self.size)]
        for place, terms in enumerate(self.equations):
            for column in terms:
                columns[column].append(place)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self.size, len(self.equations)
        program.col_cost_ = np.zeros(self.size)
        program.col_lower_ = np.zeros(self.size)
        program.col_upper_ = np.full(self.size, highspy.kHighsInf)
        program.row_lower_ = program.row_upper_ = np.array(self.values, float)
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = np.cumsum([0] + [len(column) for column in columns])
        program.a_matrix_.index_ = np.array([place for column in columns for place in column], dtype=np.int32)
        program.a_matrix_.value_ = np.ones(sum(map(len, columns)))
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.passModel(program)
        return solver

    def isPossible(self):
        solver = self.solver()
        solver.run()
        return solver.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def leaks(self, minimum):
        solver = self.solver()
        everything = np.arange(self.size, dtype=np.int32)
        for name, terms in self.hidden:
            costs = np.zeros(self.size)
            costs[terms] = 1
            solver.changeColsCost(self.size, everything, costs)
            ends = []
            for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
                solver.changeObjectiveSense(sense)
                solver.run()
                isFound = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
                ends.append(solver.getObjectiveValue() if isFound else math.inf)
            low = math.ceil(ends[0] - 1e-6)
            high = math.inf if ends[1] == math.inf else math.floor(ends[1] + 1e-6)
            if high - low + 1 < minimum and not low == high == 0:
                yield name, low, high


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lumbar", required=True)
    parser.add_argument("--rules")
    parser.add_argument("--records", default="300,1200")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--min-cell", type=int, default=5)
    parser.add_argument("--by", default="age_group,weight_group")
    parser.add_argument("--control", action="store_true")
    options = parser.parse_args()
    groupings = options.by.split(",")
    rules = ["--rules", options.rules] if options.rules else []
    tables = hidden = failures = 0
    with tempfile.TemporaryDirectory() as folder:
        cohort = pathlib.Path(folder) / "cohort.csv"
        for records, seed in itertools.product(map(int, options.records.split(",")), range(1, options.seeds + 1)):
            subprocess.run([options.lumbar, "generate", "--records", str(records), "--seed", str(seed), "--output", cohort], check=True)

            def summary(minimum):
                line = [options.lumbar, "summarise", cohort, *rules, "--by", options.by, "--min-cell", str(minimum), "--format", "csv", "--quiet"]
                return list(csv.DictReader(subprocess.run(line, check=True, capture_output=True, text=True).stdout.splitlines()))

            everything, shown = summary(0), summary(options.min_cell)
            if options.control:
                for place, (row, truth) in enumerate(zip(shown, everything)):
                    for number, measure in enumerate(MEASURES):
                        if (place + number) % 3 == 0:
                            row[measure] = truth[measure]
            for cause in dict.fromkeys(row["cause"] for row in shown):
                own = lambda rows: Reader([row for row in rows if row["cause"] == cause], groupings)
                if own(everything).hidden or not own(everything).isPossible():
                    print(f"{records} records, seed {seed}, {cause}: the equations are wrong")
                    failures += 1
                reader = own(shown)
                tables += 1
                hidden += len(reader.hidden)
                for name, low, high in reader.leaks(options.min_cell):
                    failures += 1
                    print(f"{records} records, seed {seed}: {name} is within {low} to {high}", flush=True)
    print(f"{tables} tables, {hidden} hidden counts, {failures} failures")
    return 1 if (failures > 0) != options.control else 0


if __name__ == "__main__":
    sys.exit(main())
