#!/usr/bin/env python3
"""How Lumbar's time and memory grow with the cohort, and what awkward files cost.

    scaling.py --lumbar PROGRAM --stage PROGRAM [--runs 3] [--largest 50000000] [--output results.json]

A prepared body is repeated through a pipe, so that sizes need no disk; what two threads are worth is measured on a file of 641 MB. Runs take turns and the best of each counts, since other
work on the machine only ever adds time. Comparisons on one thread are of processor time; those with two threads of wall time. Every figure stands next to its target; the exit code is 1 if one is missed.
"""

import argparse
import json
import pathlib
import sys
import time
import zlib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))
import cohorts  # noqa: E402
from measuring import Failure, machine, machine_line, now, run, say  # noqa: E402

SIZES = [1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000]
JOBS = {"summarise": ["summarise", "-q", "--format", "csv"], "classify": ["classify", "-q"]}
MEMORY_LIMIT = 64 << 20


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lumbar", required=True, help="the program to measure")
    options.add_argument("--stage", required=True, help="the program `stage` of the benchmark package")
    options.add_argument("--runs", type=int, default=3, help="of everything (default: 3)")
    options.add_argument("--largest", type=int, default=SIZES[-1], help="records of the largest cohort")
    options.add_argument("--skip-sizes", action="store_true", help="leave out the growing cohorts, which take longest")
    options.add_argument("--output", help="write the measurements to this JSON file")
    options = options.parse_args()
    try:
        folder = ROOT / ".build" / "scaling"

        def generate(records, path):
            run([options.lumbar, "generate", "--records", str(records), "--seed", "1", "--output", str(path)])

        paths = cohorts.prepare(folder, generate)
        large = cohorts.prepare_large(folder, generate)
        results = {"when": now(), "machine": machine()}
        results["sizes"], checks = ([], []) if options.skip_sizes else sizes(options, paths["body"])
        results["checks"] = threads(options, large) + awkward(options, paths) + dialects(options, paths["plain"])
        results["checks"] += designs(options, paths["plain"]) + starts(options) + checks
    except Failure as failure:
        sys.exit(f"scaling.py: {failure}")
    print(report(results))
    if options.output:
        pathlib.Path(options.output).write_text(json.dumps(results, indent=2) + "\n")
    sys.exit(0 if all(check["met"] for check in results["checks"]) else 1)


def at_most(what, value, target):
    return {"what": what, "value": value, "target": f"≤ {target:g}", "met": value <= target}


def at_least(what, value, target):
    return {"what": what, "value": value, "target": f"≥ {target:g}", "met": value >= target}


def sizes(options, body):
    """Time per record and peak memory at each size, on one thread through a pipe."""
    repeated = cohorts.Repeated(body)
    rows = []
    for job, arguments in JOBS.items():
        command = [options.lumbar, *arguments, "--threads", "1"]
        best = {}
        # No records at all: the program's start.
        for size in [0] + [size for size in SIZES if size <= options.largest]:
            for _ in range(options.runs if size else 5 * options.runs):
                say(f"{job}, {size:,} records")
                one = run(command, feed=repeated.feed(size), take=None)
                entry = best.setdefault(size, {"processor_seconds": [], "seconds": [], "peak_bytes": 0})
                entry["processor_seconds"].append(one.processor_seconds)
                entry["seconds"].append(one.seconds)
                entry["peak_bytes"] = max(entry["peak_bytes"], one.peak_bytes)
        start = min(best.pop(0)["processor_seconds"])
        for size, entry in best.items():
            nanoseconds = (min(entry["processor_seconds"]) - start) / size * 1e9
            rows.append({"job": job, "records": size, "nanoseconds_per_record": nanoseconds, "start": start, **entry})
    checks = []
    for job in JOBS:
        times = [row["nanoseconds_per_record"] for row in rows if row["job"] == job]
        checks.append(at_most(f"{job}: slowest size / fastest size, time per record", max(times) / min(times), 1.1))
        peak = max(row["peak_bytes"] for row in rows if row["job"] == job)
        checks.append(at_most(f"{job}: peak memory at any size, MiB", peak / 2**20, MEMORY_LIMIT / 2**20))
    return rows, checks


def threads(options, large):
    """What a second thread is worth, where the program's start, which has one, counts for little."""
    best = {}
    for _ in range(3 * options.runs):
        for count in ("1", "2"):
            note(best, count, run([options.lumbar, *JOBS["summarise"], "--threads", count, str(large)]).seconds)
        say(f"two threads {best['2']:.3f} s, one {best['1']:.3f} s")
    what = f"two threads / one, {cohorts.LARGE_RECORDS // 1_000_000} million records, speed"
    return [at_least(what, best["1"] / best["2"], 1.8)]


def awkward(options, paths):
    """What quotes and bad lines cost, and how the whole job stands to its yardsticks."""
    size = {name: path.stat().st_size for name, path in paths.items()}
    summarise = [options.lumbar, *JOBS["summarise"]]
    # What a run without a record takes is subtracted from all others.
    empty = cohorts.Repeated(paths["body"]).feed(0)
    nothing = [run([*summarise, "--threads", "1"], feed=empty) for _ in range(20)]
    start, start_wall = min(one.processor_seconds for one in nothing), min(one.seconds for one in nothing)
    best = {}
    for _ in range(3 * options.runs):
        for name, path in paths.items():
            note(best, name, run([*summarise, "--threads", "1", str(path)]).processor_seconds - start)
        two = run([*summarise, "--threads", "2", str(paths["plain"])]).seconds - start_wall
        note(best, "two threads", two)
        say(f"awkward files, two threads over a plain one {two:.3f} s")
        scan = stage(options, "scan", paths["plain"], "avx2")
        note(best, "scan", scan["seconds"])
        note(best, "scan, processor", scan["processor_seconds"])
        for kernel in ("best", "plain"):
            for name in ("all-bad", "all-bad-late"):
                bad = stage(options, "summarise", paths[name], kernel)
                note(best, f"{name}, {kernel}", bad["processor_seconds"])
    speed = {name: size[name] / best[name] for name in paths}
    rows = run([options.lumbar, *JOBS["classify"], str(paths["plain"])], take=None)
    for _ in range(2 * options.runs):
        again = run([options.lumbar, *JOBS["classify"], str(paths["plain"])], take=None)
        rows = min(rows, again, key=lambda one: one.seconds)
    return [
        at_most("summarise on all cores / a bare AVX2 scan on one, time", best["two threads"] / best["scan"], 5),
        at_most("summarise on one core / a bare AVX2 scan, processor time", best["plain"] / best["scan, processor"], 5),
        at_least("classify on all cores, MB/s of input", size["plain"] / (rows.seconds - start_wall) / 1e6, 400),
        at_least("a third of the cells quoted / plain, bytes per second", speed["quoted"] / speed["plain"], 0.6),
        at_most("one bad line in 1000 / none, time", best["bad-lines"] / best["plain"], 1.2),
        at_most("every line bad early / libcsv alone, time", best["all-bad, best"] / best["all-bad, plain"], 1.2),
        at_most("every line bad late / libcsv alone, time", best["all-bad-late, best"] / best["all-bad-late, plain"], 1.2),
    ]


def dialects(options, plain):
    """What it costs that a file may be in any dialect, and how fast those are that are not read as they stand."""
    paths = cohorts.prepare_dialects(ROOT / ".build" / "scaling", plain)
    summarise = [options.lumbar, *JOBS["summarise"]]
    empty = cohorts.Repeated(plain).feed(0)
    start = min(run(summarise, feed=empty).seconds for _ in range(20))
    best = {}
    for _ in range(3 * options.runs):
        for job in ("summarise", "recognise"):
            note(best, job, stage(options, job, plain, "best")["processor_seconds"])
        for name, path in paths.items():
            note(best, name, run([*summarise, str(path)]).seconds - start)
        note(best, "inflate", inflate(paths["gzip"]))
    speed = {name: path.stat().st_size / best[name] / 1e6 for name, path in paths.items()}
    return [
        # The start of the program's work on a file is in it, which counts for much at this size.
        at_most("a plain file that is recognised / taken as it is, processor time", best["recognise"] / best["summarise"], 1.03),
        at_least("Windows-1252, MB/s of input", speed["Windows-1252"], 150),
        at_least("UTF-16, MB/s of input", speed["UTF-16"], 150),
        at_least("gzip / zlib's inflate alone, speed", best["inflate"] / best["gzip"], 0.8),
    ]


def designs(options, plain):
    """What weights, strata and PSUs cost, and a sweep over the values of a parameter."""
    path = cohorts.prepare_design(ROOT / ".build" / "scaling", plain)
    weights, strata, psu = ([f"--{option}", column] for option, column in zip(("weights", "strata", "psu"), cohorts.DESIGN_COLUMNS))
    jobs = {
        "nothing": ["summarise"],
        "weights": ["summarise", *weights],
        "weights and strata": ["summarise", *weights, *strata],
        "weights, strata and PSUs": ["summarise", *weights, *strata, *psu],
        "a sweep": ["sweep", "--set", "layoff_weeks=1..20:1"],
    }
    best = {}
    for _ in range(3 * options.runs):
        for name, job in jobs.items():
            command = [options.lumbar, *job, "-q", "--format", "csv", "--threads", "1", str(path)]
            note(best, name, run(command).processor_seconds)
    return [
        *(
            at_most(f"summarise with {name} / without, processor time", best[name] / best["nothing"], 1.3)
            for name in list(jobs)[1:4]
        ),
        at_most("a sweep of 20 values / summarise, processor time", best["a sweep"] / best["nothing"], 3),
    ]


def inflate(path):
    """The seconds that zlib alone takes to undo a file that is in memory, 64 KiB at a time."""
    compressed = path.read_bytes()
    start = time.perf_counter()
    stream = zlib.decompressobj(wbits=31)
    for place in range(0, len(compressed), 1 << 16):
        stream.decompress(compressed[place : place + (1 << 16)])
    return time.perf_counter() - start


def starts(options):
    """How long the program takes to start, and to summarise the sample."""
    sample = ROOT / "SampleData" / "cohort.csv"
    version = min(run([options.lumbar, "--version"]).seconds for _ in range(20))
    small = min(run([options.lumbar, *JOBS["summarise"], str(sample)]).seconds for _ in range(20))
    return [at_most("lumbar --version, ms", version * 1e3, 10), at_most("the sample's 5,000 records, ms", small * 1e3, 60)]


def stage(options, *arguments):
    return json.loads(run([options.stage, *map(str, arguments)]).output)


def note(best, name, seconds):
    best[name] = min(seconds, best.get(name, seconds))


def report(results):
    lines = [f"{results['when']} · {machine_line(results['machine'])}", ""]
    lines += ["| figure | measured | target | |", "| --- | ---: | ---: | --- |"]
    for check in results["checks"]:
        lines.append(f"| {check['what']} | {check['value']:.3g} | {check['target']} | {'' if check['met'] else 'missed'} |")
    if not results["sizes"]:
        return "\n".join(lines)
    lines += ["", "| job, one thread, from a pipe | records | ns per record | peak memory, MB |", "| --- | ---: | ---: | ---: |"]
    for row in results["sizes"]:
        lines.append(
            f"| {row['job']} | {row['records']:,} | {row['nanoseconds_per_record']:.0f} | {row['peak_bytes'] / 1e6:.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
