#!/usr/bin/env python3
"""Fails if Lumbar has become slower, or needs more memory, than at another revision.

    check.py [--base REVISION] [--records N] [--margin PERCENT] …

Builds the baseline (by default the parent of HEAD) in a worktree of its own, and measures it and the program as it is
in the working tree in turn, over the same generated cohort, in the same run: baseline, current, current, baseline. Each
such round gives a ratio. Rounds go on until the 99 % confidence interval of the median ratio lies on one side of the
margin, or a cap is reached: then the median decides, and the table says so. A machine that is busy makes it take
longer, not fail.

Jobs on one thread are judged by processor time, which neighbours disturb least; the job on all cores by wall time. Peak
memory is judged too. Where the outputs differ, there is a warning: that may be what the change is about.

Exit codes: 0 no regression, 1 a regression (or, with --same-output, another output), 2 it could not be measured.
"""

import argparse
import dataclasses
import hashlib
import json
import math
import pathlib
import shutil
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Benchmarks"))
from measuring import Failure, cores, machine, machine_line, now, run, say  # noqa: E402

FOLDER = ROOT / ".build" / "check"
LEAST_ROUNDS = 8  # the fewest whose extremes enclose the median with 99 % confidence
MEMORY_ALLOWANCE = 4 << 20  # what the allocator and the order of threads may make of it


@dataclasses.dataclass
class Job:
    name: str
    arguments: list
    clock: str  # an attribute of measuring.Run


def main():
    options = parse()
    try:
        base = options.baseline or build_base(options.base)
        current = options.current or build(ROOT, ROOT / ".build")
        cohort = FOLDER / f"cohort-{options.records}.csv"
        if not cohort.exists():
            FOLDER.mkdir(parents=True, exist_ok=True)
            run([current, "generate", "--records", str(options.records), "--seed", "1", "--output", str(cohort)])
        results = check(options, str(base), str(current), str(cohort))
    except (Failure, subprocess.CalledProcessError, OSError) as error:
        say(f"check.py: {error}")
        sys.exit(2)
    print(table(results))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=2) + "\n")
    for job in results["jobs"]:
        if not job["same_output"]:
            say(f"warning: the output of {job['name']} is not the baseline's")
    regressed = any(job["verdict"] == "slower" or job["needs_more_memory"] for job in results["jobs"])
    differs = options.same_output and not all(job["same_output"] for job in results["jobs"])
    sys.exit(1 if regressed or differs else 0)


def parse():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--base", default="HEAD^", help="the revision to compare with (default: HEAD^)")
    options.add_argument("--records", type=int, default=1_000_000, help="of the cohort (default: a million)")
    options.add_argument("--margin", type=float, default=10, help="how much slower is a regression, in %% (default: 10)")
    options.add_argument("--max-rounds", type=int, default=40, help="per job (default: 40)")
    options.add_argument("--same-output", action="store_true", help="fail also if an output is not the baseline's")
    options.add_argument("--baseline", help="a program that is the baseline, instead of building one")
    options.add_argument("--current", help="a program to judge, instead of building one")
    options.add_argument("--json", help="write the measurements to this file")
    return options.parse_args()


def build_base(revision):
    """The program at a revision, built in a worktree; built once for each commit."""
    commit = git("rev-parse", "--verify", f"{revision}^{{commit}}").strip()
    program = FOLDER / "programs" / commit
    if program.exists():
        return program
    worktree = FOLDER / "worktree"
    git("worktree", "prune")
    if worktree.exists():
        git("worktree", "remove", "--force", str(worktree))
    git("worktree", "add", "--force", "--detach", str(worktree), commit)
    try:
        if (ROOT / "Package.resolved").exists():
            shutil.copy(ROOT / "Package.resolved", worktree)
        built = build(worktree, FOLDER / "build")
        program.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(built, program)
    finally:
        git("worktree", "remove", "--force", str(worktree))
    return program


def build(package, scratch):
    """The release program, linked as it is given to users."""
    command = ["swift", "build", "-c", "release", "--product", "lumbar", "--static-swift-stdlib"]
    command += ["--package-path", str(package), "--scratch-path", str(scratch)]
    say(f"building {package}")
    subprocess.run(command, check=True, stdout=sys.stderr)
    folder = subprocess.run([*command, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    return pathlib.Path(folder) / "lumbar"


def git(*arguments):
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True, text=True).stdout


def check(options, base, current, cohort):
    jobs = [
        Job("summarise, 1 thread", ["summarise", "-q", "--format", "csv", "--threads", "1", cohort], "processor_seconds"),
        Job("classify, 1 thread", ["classify", "-q", "--threads", "1", cohort], "processor_seconds"),
        Job(f"summarise, {cores()} threads", ["summarise", "-q", "--format", "csv", cohort], "seconds"),
    ]
    return {
        "when": now(),
        "machine": machine(),
        "base": options.base,
        "records": options.records,
        "margin_percent": options.margin,
        "jobs": [compare(options, job, base, current) for job in jobs],
    }


def compare(options, job, base, current):
    say(job.name)
    programs = {"base": base, "current": current}
    outputs = [run([program, *job.arguments], take=digest).output for program in programs.values()]
    runs = {"base": [], "current": []}
    logs, verdict, limit = [], None, math.log1p(options.margin / 100)
    while verdict is None:
        # The second half runs backwards, so that a load that rises or falls steadily cancels out.
        for which in ("base", "current", "current", "base"):
            runs[which].append(run([programs[which], *job.arguments], take=None))
        before, after = (sum(getattr(one, job.clock) for one in runs[which][-2:]) for which in ("base", "current"))
        logs.append(math.log(after / before))
        low, high = interval(logs)
        if low > limit:
            verdict = "slower"
        elif high < limit:
            verdict = "ok"
        elif len(logs) >= options.max_rounds:
            verdict = "slower" if statistics.median(logs) > limit else "ok"
    peaks = [max(one.peak_bytes for one in runs[which]) for which in ("base", "current")]
    return {
        "name": job.name,
        "clock": job.clock,
        "rounds": len(logs),
        "base_seconds": min(getattr(one, job.clock) for one in runs["base"]),
        "current_seconds": min(getattr(one, job.clock) for one in runs["current"]),
        "ratio": math.exp(statistics.median(logs)),
        "ratio_low": math.exp(low),
        "ratio_high": math.exp(high),
        "is_certain": low > limit or high < limit,
        "verdict": verdict,
        "base_peak_bytes": peaks[0],
        "current_peak_bytes": peaks[1],
        "needs_more_memory": peaks[1] > peaks[0] * (1 + options.margin / 100) + MEMORY_ALLOWANCE,
        "same_output": outputs[0] == outputs[1],
    }


def digest(file):
    return hashlib.file_digest(file, "sha256").hexdigest()


def interval(values, confidence=0.99):
    """A confidence interval of the median by order statistics: no assumption about how noise is distributed."""
    if len(values) < LEAST_ROUNDS:
        return -math.inf, math.inf
    ordered, count = sorted(values), len(values)
    outside, rank = 0.0, 0
    # The chance that at most `rank` values lie on one side of the median, for both sides.
    while 2 * (outside + math.comb(count, rank) / 2**count) <= 1 - confidence:
        outside += math.comb(count, rank) / 2**count
        rank += 1
    return ordered[max(0, rank - 1)], ordered[count - max(1, rank)]


def table(results):
    lines = [
        f"{results['when']} · {machine_line(results['machine'])}",
        f"{results['records']:,} records · baseline {results['base']} · margin {results['margin_percent']:g} %",
        "",
        "| job | clock | baseline s | current s | ratio | 99 % interval | rounds | peak memory, MB | output | verdict |",
        "| --- | --- | ---: | ---: | ---: | --- | ---: | ---: | --- | --- |",
    ]
    for job in results["jobs"]:
        verdict = job["verdict"] + ("" if job["is_certain"] else ", but noisy")
        if job["needs_more_memory"]:
            verdict += ", more memory"
        lines.append(
            f"| {job['name']} | {'processor' if job['clock'] == 'processor_seconds' else 'wall'}"
            f" | {job['base_seconds']:.3f} | {job['current_seconds']:.3f} | {job['ratio']:.3f}"
            f" | {job['ratio_low']:.3f} to {job['ratio_high']:.3f} | {job['rounds']}"
            f" | {job['base_peak_bytes'] / 1e6:.0f} → {job['current_peak_bytes'] / 1e6:.0f}"
            f" | {'same' if job['same_output'] else 'differs'} | {verdict} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
