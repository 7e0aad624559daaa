#!/usr/bin/env python3
"""Breaks things under the feet of `search index`, and looks whether its promises hold.

    torture.py --search BINARY [--long] [--seed N] [--only NAME ...]

Prints a line for each kind of fault: cases, failures, seconds. Ends with 1 if a promise was broken.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import time

from calls import error_sweep, kill_sweep, random_kills
from diskfull import disk_full
from powercuts import power_cuts
from readers import readers
from workloads import Failure, all_workloads


class Report:
    """Counts cases and keeps what failed."""

    def __init__(self, name):
        self.name = name
        self.count = 0
        self.failures = []
        self.start = time.monotonic()

    def case(self, name, body):
        self.count += 1
        try:
            body()
        except Failure as failure:
            self.failures.append(f"{name}: {failure}")
            print(f"FAILED  {self.name}: {self.failures[-1]}"[:1500], flush=True)

    def finish(self):
        seconds = time.monotonic() - self.start
        print(f"{self.name:16} {self.count:7} cases  {len(self.failures):4} failures  "
              f"{seconds:7.0f} s", flush=True)
        return len(self.failures)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--search", required=True, help="the program to torture")
    parser.add_argument("--long", action="store_true", help="everything, for hours")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", nargs="*", default=None,
                        choices=["kills", "times", "errors", "power", "full", "readers"])
    parser.add_argument("--count", type=int, default=None, help="cases where they are drawn")
    parser.add_argument("--workloads", nargs="*", default=None, metavar="NAME",
                        help="only these workloads of kills, times, errors and full disks")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    workloads = all_workloads()
    few = [w for w in workloads if w.name in ("create", "mixed", "merge")]
    if options.workloads is not None:
        unknown = set(options.workloads) - {w.name for w in workloads}
        if unknown:
            parser.error(f"no workloads {sorted(unknown)}; there are {[w.name for w in workloads]}")
        few = workloads = [w for w in workloads if w.name in options.workloads]
    tool = os.path.abspath(options.search)
    # Either signal ends the kind of fault that is being tried, with its figures.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    failures = 0

    def torture(name, body):
        nonlocal failures
        if options.only is not None and name not in options.only:
            return
        report = Report(name)
        try:
            body(report)
        except KeyboardInterrupt:
            print(f"{name}: broken off", flush=True)
        failures += report.finish()

    if not shutil.which("strace"):
        print("kills, errors: skipped: needs strace")
    else:
        torture("kills", lambda report: kill_sweep(
            tool, workloads, report, None if options.long else 8, seed))
        torture("errors", lambda report: error_sweep(
            tool, workloads if options.long else few, report,
            options.count or (None if options.long else 60), seed))
    torture("times", lambda report: random_kills(
        tool, workloads, options.count or (10_000 if options.long else 100), report, seed))
    torture("power", lambda report: power_cuts(
        tool, options.count or (10_000 if options.long else 1_000), report, seed))
    torture("full", lambda report: disk_full(
        tool, workloads if options.long else few, 2_000 if options.long else 60, report))
    torture("readers", lambda report: readers(
        tool, options.count or (2_000 if options.long else 40), report))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
