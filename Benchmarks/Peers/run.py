"""Lumbar against its peers: the same question, the same file, the same run, the same machine.

    run.py COHORT.csv --lumbar PROGRAM [--runs 3] [--threads N] [--output results.json]

Takes turns: Lumbar, then each peer, then Lumbar again. Every run is a process of its own. Lumbar's seconds are those
of its whole process; a peer's are those of its query, reading the file included, starting Python not. Peak memory is
the whole process's for all. Every run's counts must equal Lumbar's: if one differs, or a peer cannot answer, the exit
code is 1. Prints a Markdown table.
"""

import argparse
import csv
import json
import os
import pathlib
import statistics
import sys

import question as q

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from measuring import Failure, cores, machine, machine_line, now, run, say  # noqa: E402

PEERS = {"duckdb": "DuckDB", "polars": "Polars (streaming)", "datafusion": "DataFusion", "chdb": "ClickHouse (chdb)"}
HERE = pathlib.Path(__file__).resolve().parent


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
        facts = json.loads(run([options.lumbar, "summarise", "-q", "--format", "json", options.cohort]).output)
    except Failure as failure:
        sys.exit(f"run.py: lumbar {failure}")
    if facts["records"]["rejected"]:
        sys.exit(f"run.py: {options.cohort} has records that Lumbar rejects; the peers cannot read past them alike")
    engines = {"lumbar": {"name": "Lumbar", "version": facts["tool"]["version"], "seconds": [], "peak_bytes": 0}}
    problems, expected = [], None
    for turn in range(options.runs):
        for engine in ["lumbar", *PEERS]:
            say(f"run {turn + 1} of {options.runs}: {engine}")
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
    ours = run(command)
    entry["seconds"].append(ours.seconds)
    entry["peak_bytes"] = max(entry["peak_bytes"], ours.peak_bytes)
    numbers = ["records", "present", "absent", "complete", "complete_present"]
    return {
        (row["cause"], row["age_group"], row["weight_group"]): tuple(int(row[name]) for name in numbers)
        for row in csv.DictReader(ours.output.decode().splitlines())
        if "all" not in (row["age_group"], row["weight_group"])
    }


def measure_peer(engine, entry, options):
    command = [sys.executable, str(HERE / f"{engine}_peer.py"), options.cohort, str(options.threads)]
    theirs = run(command)
    answer = json.loads(theirs.output)
    entry["version"] = answer["version"]
    entry["seconds"].append(answer["seconds"])
    entry["peak_bytes"] = max(entry["peak_bytes"], theirs.peak_bytes)
    return q.cells(answer["rows"])


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
        f"{results['when']} · {machine_line(machine)}, Python {machine['python']} · {results['threads']} threads",
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


def cohort(path, facts):
    records = facts["records"]
    return {"bytes": os.path.getsize(path), "records": records["read"], "rejected": records["rejected"]}


if __name__ == "__main__":
    main()
