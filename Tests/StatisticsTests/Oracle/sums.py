"""Sums of doubles, exactly rounded by math.fsum: run it to write ../Fixtures/sums.csv. Hex floats, no rounding on the way."""

import csv
import fractions
import math
import pathlib
import random
import sys

random.seed(20150521)


def numbers(kind):
    count = random.choice([1, 2, 3, 5, 20, 60])
    if kind == "weights":
        return [round(random.lognormvariate(9, 1), random.choice([0, 2, 6])) for _ in range(count)]
    if kind == "cancelling":
        half = [random.uniform(-1, 1) * 2.0 ** random.randint(-200, 200) for _ in range(count)]
        return half + [-x for x in half] + [random.uniform(-1, 1) * 2.0 ** random.randint(-300, -200)]
    if kind == "ties":
        # Half a unit in the last place above an even or odd number, with or without a crumb beyond.
        base = float(2**52 + random.randint(0, 3)) * 2.0 ** random.randint(-90, 90)
        crumb = random.choice([0.0, math.ulp(base) * 2.0**-80, -math.ulp(base) * 2.0**-80])
        return [base, math.ulp(base) / 2, crumb]
    if kind == "tiny":
        return [random.randint(-(2**60), 2**60) * 5e-324 * random.choice([0, 1]) + random.randint(-9, 9) * 5e-324 for _ in range(count)]
    return [random.uniform(-1, 1) * 2.0 ** random.randint(-1070, 1015) for _ in range(count)]


target = pathlib.Path(__file__).parent.parent / "Fixtures" / "sums.csv"
with open(target, "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["kind", "numbers", "sum", "squares"])
    for kind in ["weights", "cancelling", "ties", "tiny", "any"] * 40:
        terms = numbers(kind)
        exact = sum(map(fractions.Fraction, terms))
        assert float(exact) == math.fsum(terms)
        squares = float(sum(fractions.Fraction(x) ** 2 for x in terms)).hex() if kind == "weights" else ""
        writer.writerow([kind, ";".join(x.hex() for x in terms), float(exact).hex(), squares])
