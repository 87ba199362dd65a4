"""Random tables with hidden counts, and the range of each by scipy's integer programming (HiGHS): run it to write ../Fixtures/ranges.csv.

scipy 1.17.1. A blank upper end stands for no limit.
"""

import csv
import itertools
import pathlib
import random

import numpy
from scipy.optimize import LinearConstraint, milp

random.seed(2012)


def margins(sizes, draw):
    """Cells of a table with all its margins (None stands for all), and the lines of each cell that is a sum, one per dimension."""
    keys = sorted(itertools.product(*[[None, *range(n)] for n in sizes]), key=lambda key: [(-1 if k is None else k) for k in key])
    number = {key: i for i, key in enumerate(keys)}
    inner = {key: draw() for key in keys if None not in key}
    counts = [sum(v for k, v in inner.items() if all(a is None or a == b for a, b in zip(key, k))) for key in keys]
    lines = []
    for key in keys:
        for d, n in enumerate(sizes):
            if key[d] is None:
                lines.append((number[key], [number[key[:d] + (i,) + key[d + 1 :]] for i in range(n)]))
    return counts, lines


def verdicts(groups, draw):
    """Records = present + absent + undetermined in every group of two dimensions and its margins."""
    tables = [margins(groups, draw) for _ in range(3)]
    size = len(tables[0][0])
    counts = sum([t[0] for t in tables], [])
    counts += [sum(t[0][i] for t in tables) for i in range(size)]
    lines = [(t + k * size, [p + k * size for p in parts]) for k in range(4) for t, parts in tables[0][1]]
    lines += [(3 * size + i, [i, size + i, 2 * size + i]) for i in range(size)]
    return counts, lines


def hide(counts, lines, k):
    hidden = {i for i, c in enumerate(counts) if 1 <= c < k}
    hidden |= {i for i, c in enumerate(counts) if c >= k and random.random() < random.choice([0, 0.1, 0.3])}
    return sorted(hidden)


def ranges(counts, lines, hidden, least):
    column = {cell: i for i, cell in enumerate(hidden)}
    rows, right = [], []
    for total, parts in lines:
        row, constant = numpy.zeros(len(hidden)), 0
        for cell, sign in [(total, -1), *[(p, 1) for p in parts]]:
            if cell in column:
                row[column[cell]] += sign
            else:
                constant -= sign * counts[cell]
        if row.any():
            rows.append(row)
            right.append(constant)
    constraints = LinearConstraint(numpy.array(rows), right, right) if rows else None
    for i in range(len(hidden)):
        ends = []
        for sign in (1, -1):
            goal = numpy.zeros(len(hidden))
            goal[i] = sign
            result = milp(goal, constraints=constraints, integrality=numpy.ones(len(hidden)), bounds=(least, numpy.inf))
            if result.status == 0:
                ends.append(str(round(sign * result.fun)))
            else:
                # HiGHS calls it unbounded or infeasible; it is feasible, since the true counts are a solution.
                assert result.status in (3, 4), result
                ends.append("")
        yield ends


kinds = [
    ("two-way", lambda draw: margins((random.randint(2, 5), random.randint(2, 5)), draw)),
    ("three-way", lambda draw: margins((2, 3, random.randint(2, 3)), draw)),
    ("verdicts", lambda draw: verdicts((2, random.randint(2, 3)), draw)),
]
target = pathlib.Path(__file__).parent.parent / "Fixtures" / "ranges.csv"
with open(target, "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["kind", "counts", "lines", "hidden", "least", "lower", "upper"])
    for i in range(150):
        kind, make = kinds[i % 3]
        largest = random.choice([4, 12, 60])
        counts, lines = make(lambda: random.choice([0, random.randint(0, largest), random.randint(1, largest)]))
        hidden, least = hide(counts, lines, random.choice([3, 5, 11])), random.choice([0, 1])
        if not hidden:
            continue
        ends = list(ranges(counts, lines, hidden, least))
        writer.writerow([
            kind, ";".join(map(str, counts)), "|".join(f"{t}={'+'.join(map(str, p))}" for t, p in lines),
            ";".join(map(str, hidden)), least, ";".join(e[0] for e in ends), ";".join(e[1] for e in ends),
        ])
