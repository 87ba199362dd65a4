"""The cohorts that are measured: a plain one and its awkward relatives."""

import csv
import fcntl
import gzip
import os
import random

BODY_RECORDS = 100_000
LARGE_RECORDS = 5_000_000
DESIGN_COLUMNS = ["sampling_weight", "stratum", "psu"]


def prepare(folder, generate):
    """Writes every cohort that is not there yet and returns their paths by name; `generate` writes a plain one."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.csv" for name in ["body", "plain", "quoted", "bad-lines", "all-bad", "all-bad-late"]}
    plain = paths["plain"]
    for name, records in [("body", BODY_RECORDS), ("plain", 10 * BODY_RECORDS)]:
        if not paths[name].exists():
            generate(records, paths[name])
    for name, change in [("quoted", quoted), ("bad-lines", bad_lines), ("all-bad", all_bad), ("all-bad-late", all_bad_late)]:
        if not paths[name].exists():
            with open(plain, newline="") as source, open(paths[name], "w", newline="") as target:
                change(source, target)
    return paths


def prepare_large(folder, generate):
    """Writes a plain cohort that takes much longer than the program's start, and returns the path."""
    path = folder / "large.csv"
    if not path.exists():
        generate(LARGE_RECORDS, path)
    return path


def prepare_dialects(folder, plain):
    """Writes the plain cohort in other encodings and compressed, and returns the paths by name."""
    paths = {"Windows-1252": folder / "windows-1252.csv", "UTF-16": folder / "utf-16.csv", "gzip": folder / "plain.csv.gz"}
    text = plain.read_bytes().decode("utf-8")
    for name, encoding in [("Windows-1252", "cp1252"), ("UTF-16", "utf-16")]:
        if not paths[name].exists():
            paths[name].write_bytes(text.encode(encoding, errors="replace"))
    if not paths["gzip"].exists():
        paths["gzip"].write_bytes(gzip.compress(plain.read_bytes(), 6))
    return paths


def prepare_design(folder, plain):
    """Writes the plain cohort with weights of two decimals, 20 strata and 12 PSUs in each, and returns the path."""
    path = folder / "design.csv"
    if not path.exists():
        with open(plain, newline="") as source, open(path, "w", newline="") as target:
            design(source, target)
    return path


def design(source, target):
    draw = random.Random(1)
    rows = csv.reader(source)
    target.write(",".join(next(rows) + DESIGN_COLUMNS) + "\n")
    for row in rows:
        cells = [plain(cell) for cell in row]
        cells += [f"{0.3 + draw.expovariate(1 / 12):.2f}", f"S{draw.randrange(20):02}", f"P{draw.randrange(12)}"]
        target.write(",".join(cells) + "\n")


def quoted(source, target):
    """A third of the cells in quotes, and notes of several lines with quotes in them."""
    rows = csv.reader(source)
    target.write(",".join(next(rows)) + "\n")
    for number, row in enumerate(rows):
        cells = [quote(cell) if place % 3 == 0 else plain(cell) for place, cell in enumerate(row)]
        cells[-1] = quote(f'woke up stiff,\nbetter by noon, "as always"\nvisit {number}')
        target.write(",".join(cells) + "\n")


def quote(cell):
    return '"' + cell.replace('"', '""') + '"'


def plain(cell):
    return quote(cell) if any(mark in cell for mark in ',"\r\n') else cell


def bad_lines(source, target):
    """One line in a thousand has a quote inside an unquoted field."""
    for number, line in enumerate(source):
        target.write(line if number == 0 or number % 1000 else line.replace(",", ',x"y', 1))


def all_bad(source, target):
    """Every attempt meets a misplaced quote, at the second field."""
    for number, line in enumerate(source):
        target.write(line if number == 0 else line.replace(",", ',x"y', 1) if "," in line else 'x"y\n')


def all_bad_late(source, target):
    """The same at the end of each line."""
    for number, line in enumerate(source):
        target.write(line if number == 0 else line.replace('"', "").rstrip("\n") + 'x"\n')


class Repeated:
    """A header, and a body of `BODY_RECORDS` that is sent to a pipe again and again: any size without a disk."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.header = file.readline()
        self.end = path.stat().st_size

    def feed(self, records):
        """A function that writes so many records, a multiple of `BODY_RECORDS`, to a descriptor and closes it."""

        def write(pipe):
            if hasattr(fcntl, "F_SETPIPE_SZ"):
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)
            file = os.open(self.path, os.O_RDONLY)
            os.write(pipe, self.header)
            for _ in range(records // BODY_RECORDS):
                place = len(self.header)
                while place < self.end:
                    place += send(pipe, file, place, self.end - place)
            os.close(file)
            os.close(pipe)

        return write


def send(pipe, file, place, count):
    """Sends some bytes of a file to a pipe: by the kernel alone where it can."""
    if hasattr(os, "splice"):
        return os.splice(file, pipe, count, offset_src=place)
    return os.write(pipe, os.pread(file, min(count, 1 << 20), place))
