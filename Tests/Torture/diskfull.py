"""Disks and inodes that are full, at every step, on tmpfs and ext4."""

import os
import shutil
import subprocess

from calls import Copies
from workloads import Failure, make_root


def disk_full(tool, workloads, steps, report):
    """Runs workloads where there is ever more room, until they end well."""
    if os.geteuid() != 0:
        print("disk full: skipped: needs root, for mounts")
        return
    kinds = [Tmpfs]
    if shutil.which("mkfs.ext4"):
        kinds.append(Ext4)
    else:
        print("disk full: no ext4: needs e2fsprogs")
    root = make_root()
    for workload in workloads:
        last = len(workload.steps) - 1
        copies = Copies(tool, workload, last)
        for kind in kinds:
            for what, unit in (("KiB", 4), ("inodes", 1)):
                succeed_after(copies, kind(root), workload, what, unit, steps, last, report)
        copies.close()
    shutil.rmtree(root, ignore_errors=True)


class Tmpfs:
    """A file system in memory that is mounted with so much room."""

    name = "tmpfs"

    def __init__(self, root):
        self.place = os.path.join(root, self.name)
        os.makedirs(self.place, exist_ok=True)

    def limit(self, what, amount, origin):
        """Leaves so much room, with a copy of an index in it if there is one; False if that is too large."""
        room = f"size={amount}k" if what == "KiB" else f"nr_inodes={amount}"
        subprocess.run(["mount", "-t", "tmpfs", "-o", room, "tmpfs", self.place], check=True)
        return self.copy(origin)

    def copy(self, origin):
        if not os.path.exists(origin):
            return True
        copied = subprocess.run(["cp", "-a", origin, os.path.join(self.place, "index")], capture_output=True)
        return copied.returncode == 0

    def widen(self):
        """Makes room again."""
        subprocess.run(["mount", "-o", "remount,size=64m,nr_inodes=1000", self.place], check=True)

    def close(self):
        subprocess.run(["umount", self.place], check=True)


class Ext4(Tmpfs):
    """A file system in a file; other files take what room is not to be there."""

    name = "ext4"

    def limit(self, what, amount, origin):
        image = self.place + ".img"
        with open(image, "wb") as file:
            file.truncate(16 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", "-N", "128", image], check=True)
        subprocess.run(["mount", "-o", "loop", image, self.place], check=True)
        self.copy(origin)
        self.fillers = os.path.join(self.place, "fillers")
        os.mkdir(self.fillers)
        room = os.statvfs(self.place)
        if what == "KiB":
            with open(os.path.join(self.fillers, "0"), "wb") as file:
                os.posix_fallocate(file.fileno(), 0, room.f_bavail * room.f_bsize - (amount << 10))
        else:
            for number in range(room.f_favail - amount):
                open(os.path.join(self.fillers, str(number)), "wb").close()
        return True

    def widen(self):
        shutil.rmtree(self.fillers)


def succeed_after(copies, disk, workload, what, unit, steps, last, report):
    """More and more room."""
    for step in range(1, steps + 1):
        room = f"{disk.name} with {unit * step} {what}"
        try:
            folder = copies.fresh()
            if not disk.limit(what, unit * step, folder.index):
                continue  # Not even what was there fits.
            folder.index = os.path.join(disk.place, "index")
            outcome = {}
            report.case(
                f"{workload.name}, {room}", lambda: outcome.update(one_room(folder, copies, disk, last)))
            if outcome.get("isEnough"):
                return
        finally:
            disk.close()


def one_room(folder, copies, disk, last):
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
        if not any(folder.holds(copies.states[number], found) for number in allowed):
            raise Failure(f"the index holds {sorted(found)}")
    if status == 0:
        return {"isEnough": True}
    disk.widen()
    folder.verify(copies.states, allowed)
    return {}
