"""Disks and inodes that are full, at every step."""

import os
import shutil
import subprocess

from calls import Copies
from workloads import Failure, Folder, make_root


def disk_full(tool, workloads, steps, report):
    """Runs workloads on a small tmpfs with ever more room, until they end well."""
    if os.geteuid() != 0:
        print("disk full: skipped: needs root, for mounts")
        return
    root = make_root()
    for workload in workloads:
        last = len(workload.steps) - 1
        copies = Copies(tool, workload, last)
        for option, unit in (("size={}k", 4), ("nr_inodes={}", 1)):
            succeed_after(copies, root, workload, option, unit, steps, last, report)
        copies.close()
    shutil.rmtree(root, ignore_errors=True)


def succeed_after(copies, root, workload, option, unit, steps, last, report):
    """More and more room."""
    place = os.path.join(root, "small")
    os.makedirs(place, exist_ok=True)
    for step in range(1, steps + 1):
        room = option.format(unit * step)
        subprocess.run(["mount", "-t", "tmpfs", "-o", room, "tmpfs", place], check=True)
        try:
            folder = copies.fresh()
            index = os.path.join(place, "index")
            if os.path.exists(folder.index):
                copied = subprocess.run(["cp", "-a", folder.index, index], capture_output=True)
                if copied.returncode != 0:
                    continue  # Not even what was there fits.
            folder.index = index
            outcome = {}
            report.case(
                f"{workload.name}, {room}",
                lambda: outcome.update(one_room(folder, copies, place, last)))
            if outcome.get("isEnough"):
                return
        finally:
            subprocess.run(["umount", place], check=True)


def one_room(folder, copies, place, last):
    """One run; says whether there was room enough."""
    status, out, err = folder.update(copies.options)
    if status not in (0, 2, 74):
        raise Failure(f"ended with {status}: {err}")
    if status != 0 and "space" not in err and "quota" not in err.lower():
        raise Failure(f"does not name what is missing: {err}")
    # All or nothing; then, with room again, it goes on.
    found = folder.found()
    allowed = [last + 1] if status == 0 else [last, last + 1]
    if found is None:
        if 0 not in allowed:
            raise Failure("the index is gone")
    else:
        folder.check()
        if not any(folder.holds(copies.states[number]) for number in allowed):
            raise Failure(f"the index holds {sorted(found)}")
    if status == 0:
        return {"isEnough": True}
    subprocess.run(
        ["mount", "-o", "remount,size=64m,nr_inodes=1000", place], check=True)
    folder.verify(copies.states, allowed)
    return {}
