"""Runs one command for bench/measure.py and writes what it cost: a process of its own, as small as Python is.

The kernel counts what a process held before it became the command to the command's peak memory (ru_maxrss outlives
exec), so whoever starts it must be small; a bench that has read pages holds more than what it measures.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def main() -> None:
    """`launch.py FACTS LOG COMMAND ...`: run the command, its output into LOG, its cost as JSON into FACTS."""
    facts, log, *command = sys.argv[1:]
    started = time.monotonic()
    with Path(log).open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, cpu = time.monotonic() - started, usage.ru_utime + usage.ru_stime
    with Path(facts).open("w", encoding="ascii") as file:
        json.dump({"seconds": seconds, "cpu": cpu, "peak_mb": usage.ru_maxrss / 1024, "code": process.returncode}, file)


if __name__ == "__main__":
    main()
