"""What the scripts here share: running a program and what it took, and the machine that it ran on."""

import dataclasses
import datetime
import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time


class Failure(Exception):
    """A program that gave no answer, and why."""


@dataclasses.dataclass
class Run:
    """One run of a program, its start included."""

    output: object
    seconds: float
    processor_seconds: float
    peak_bytes: int


def run(command, feed=None, take=lambda file: file.read()):
    """Runs a command that must succeed.

    `feed` is called with the descriptor of a pipe to its standard input; `take` makes something of the file that holds its
    standard output, or is None: then that goes nowhere. Neither should need much memory: on Linux a process's peak begins
    with that of the one that started it.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        read_end, write_end = os.pipe() if feed else (None, None)
        start = time.perf_counter()
        try:
            child = subprocess.Popen(
                command,
                stdin=read_end if feed else subprocess.DEVNULL,
                stdout=output if take else subprocess.DEVNULL,
                stderr=errors,
            )
        except OSError as error:
            raise Failure(f"cannot be run: {error}") from None
        feeder = None
        if feed:
            os.close(read_end)
            feeder = threading.Thread(target=feed, args=(write_end,))
            feeder.start()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        if feeder:
            feeder.join()
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            errors.seek(0)
            lines = errors.read().decode(errors="replace").strip().splitlines() or ["it says nothing"]
            telling = next((line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)), lines[-1])
            raise Failure(f"ended with {child.returncode}: {telling}")
        output.seek(0)
        unit = 1 if sys.platform == "darwin" else 1024
        return Run(take(output) if take else None, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)


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
        "load": round(os.getloadavg()[0], 2),
    }


def machine_line(machine):
    return (
        f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_bytes'] / 2**30:.0f} GiB, {machine['system']},"
        f" load {machine['load']}"
    )


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


def say(text):
    print(text, file=sys.stderr, flush=True)
