"""Lumbar against its peers: the same question, the same file, the same run, the same machine.

    run.py COHORT.csv --lumbar PROGRAM [--runs 3] [--threads N] [--output results.json]

Takes turns: Lumbar, then each peer, then Lumbar again. Every run is a process of its own. Lumbar's seconds are those
of its whole process; a peer's are those of its query, reading the file included, starting Python not. Peak memory is
the whole process's for all. Every run's counts must equal Lumbar's: if one differs, or a peer cannot answer, the exit
code is 1. Prints a Markdown table.
"""

import argparse
import csv
import datetime
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

import question as q

PEERS = {"duckdb": "DuckDB", "polars": "Polars (streaming)", "datafusion": "DataFusion", "chdb": "ClickHouse (chdb)"}
HERE = pathlib.Path(__file__).resolve().parent


class Failure(Exception):
    """An engine that gave no answer, and why."""


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cohort")
    options.add_argument("--lumbar", required=True, help="the program to measure")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--threads", type=int, default=cores(), help="for every engine (default: all cores)")
    options.add_argument("--output", help="write the measurements to this JSON file")
    options = options.parse_args()
    if options.runs < 1:
        sys.exit("run.py: --runs must be at least 1")

    # Also brings the file into the page cache, for all alike.
    try:
        facts = json.loads(process([options.lumbar, "summarise", "-q", "--format", "json", options.cohort])[0])
    except Failure as failure:
        sys.exit(f"run.py: lumbar {failure}")
    if facts["records"]["rejected"]:
        sys.exit(f"run.py: {options.cohort} has records that Lumbar rejects; the peers cannot read past them alike")
    engines = {"lumbar": {"name": "Lumbar", "version": facts["tool"]["version"], "seconds": [], "peak_bytes": 0}}
    problems, expected = [], None
    for run in range(options.runs):
        for engine in ["lumbar", *PEERS]:
            say(f"run {run + 1} of {options.runs}: {engine}")
            try:
                if engine == "lumbar":
                    found = measure_lumbar(engines[engine], options)
                    expected = expected or found
                else:
                    entry = engines.setdefault(engine, {"name": PEERS[engine], "seconds": [], "peak_bytes": 0})
                    found = measure_peer(engine, entry, options)
                problems += differences(engine, found, expected)
            except Failure as failure:
                if engine == "lumbar":
                    sys.exit(f"run.py: lumbar {failure}")
                problems.append(f"{engine}: {failure}")

    results = {"when": now(), "machine": machine(), "threads": options.threads, "cohort": cohort(options.cohort, facts)}
    results["counts_equal"] = not problems
    results["engines"] = summary(engines)
    print(table(results))
    for problem in problems:
        say(problem)
    if options.output:
        pathlib.Path(options.output).write_text(json.dumps(results, indent=2) + "\n")
    sys.exit(1 if problems else 0)


def measure_lumbar(entry, options):
    command = [options.lumbar, "summarise", "-q", "--format", "csv", "--threads", str(options.threads), options.cohort]
    text, seconds, peak = process(command)
    entry["seconds"].append(seconds)
    entry["peak_bytes"] = max(entry["peak_bytes"], peak)
    numbers = ["records", "present", "absent", "complete", "complete_present"]
    return {
        (row["cause"], row["age_group"], row["weight_group"]): tuple(int(row[name]) for name in numbers)
        for row in csv.DictReader(text.splitlines())
        if "all" not in (row["age_group"], row["weight_group"])
    }


def measure_peer(engine, entry, options):
    command = [sys.executable, str(HERE / f"{engine}_peer.py"), options.cohort, str(options.threads)]
    text, _, peak = process(command)
    answer = json.loads(text)
    entry["version"] = answer["version"]
    entry["seconds"].append(answer["seconds"])
    entry["peak_bytes"] = max(entry["peak_bytes"], peak)
    return q.cells(answer["rows"])


def process(command):
    """Standard output, wall seconds and peak memory in bytes of a command that must succeed."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        try:
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        except OSError as error:
            raise Failure(f"cannot be run: {error}") from None
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            errors.seek(0)
            lines = errors.read().decode(errors="replace").strip().splitlines() or ["it says nothing"]
            telling = next((line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)), lines[-1])
            raise Failure(f"ended with {child.returncode}: {telling}")
        output.seek(0)
        unit = 1 if sys.platform == "darwin" else 1024
        return output.read().decode(), seconds, usage.ru_maxrss * unit


def differences(engine, found, expected):
    """One line for the cells that differ, if any."""
    wrong = sorted(cell for cell in found.keys() | expected.keys() if found.get(cell) != expected.get(cell))
    if wrong:
        first = wrong[0]
        yield (
            f"{engine}: {len(wrong)} of {len(expected)} cells differ from Lumbar's; the first is {', '.join(first)}:"
            f" {found.get(first)} where Lumbar has {expected.get(first)}"
        )


def summary(engines):
    ours = statistics.median(engines["lumbar"]["seconds"])
    for entry in engines.values():
        if entry["seconds"]:
            entry["median_seconds"] = statistics.median(entry["seconds"])
            entry["best_seconds"] = min(entry["seconds"])
            entry["ratio"] = entry["median_seconds"] / ours
    return engines


def table(results):
    machine, cohort = results["machine"], results["cohort"]
    lines = [
        f"{results['when']} · {machine['cpu']}, {machine['cores']} cores, {machine['memory_bytes'] / 2**30:.0f} GiB,"
        f" {machine['system']}, Python {machine['python']} · {results['threads']} threads",
        f"{cohort['bytes'] / 1e6:,.1f} MB, {cohort['records']:,} records · counts of every run"
        f" {'equal' if results['counts_equal'] else 'NOT equal'} to Lumbar's",
        "",
        "| engine | version | median s | best s | time, Lumbar = 1 | peak memory, MB |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    measured = [entry for entry in results["engines"].values() if entry["seconds"]]
    for entry in measured:
        lines.append(
            f"| {entry['name']} | {entry['version']} | {entry['median_seconds']:.3f} | {entry['best_seconds']:.3f}"
            f" | {entry['ratio']:.2f} | {entry['peak_bytes'] / 1e6:,.0f} |"
        )
    failed = [entry for entry in results["engines"].values() if not entry["seconds"]]
    lines += [f"| {entry['name']} | failed | | | | |" for entry in failed]
    peers = [entry for entry in measured if entry["name"] != "Lumbar"]
    if peers:
        fastest = min(peers, key=lambda entry: entry["median_seconds"])
        lines += ["", f"The fastest peer, {fastest['name']}, takes {fastest['ratio']:.2f} times as long as Lumbar."]
    return "\n".join(lines)


def machine():
    try:
        with open("/proc/cpuinfo") as file:
            cpu = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        cpu = platform.processor() or platform.machine()
    return {
        "cpu": cpu,
        "cores": cores(),
        "memory_bytes": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def cohort(path, facts):
    records = facts["records"]
    return {"bytes": os.path.getsize(path), "records": records["read"], "rejected": records["rejected"]}


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


def say(text):
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
