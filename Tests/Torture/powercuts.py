"""Power cuts on real file systems: a loop-mounted image is shut down without its journal."""

import os
import random
import shutil
import signal
import subprocess
import time

from workloads import ENVIRONMENT, Failure, Folder, make_root, text

SHUTDOWN = r"""
#include <fcntl.h>
#include <stdint.h>
#include <sys/ioctl.h>
/* EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN are the same number; 2 leaves the log unflushed. */
int main(int count, char **names) {
  uint32_t how = 2;
  int folder = open(names[1], O_RDONLY | O_DIRECTORY);
  return count != 2 || folder < 0 || ioctl(folder, _IOR('X', 125, uint32_t), &how) != 0;
}
"""
# Files of the image's file system, small enough for XFS to accept.
MEBIBYTES = {"ext4": 64, "xfs": 300}
# So many cuts does one index live through.
SERIES = 20


class FileSystemImage:
    """A file system in a file, mounted."""

    def __init__(self, kind, root, shutdown):
        self.kind = kind
        self.image = os.path.join(root, kind + ".img")
        self.mount_point = os.path.join(root, kind)
        self.shutdown = shutdown
        os.makedirs(self.mount_point, exist_ok=True)

    def make(self):
        """Makes the file system anew and mounts it."""
        with open(self.image, "wb") as file:
            file.truncate(MEBIBYTES[self.kind] << 20)
        quiet = ["-q", "-F"] if self.kind == "ext4" else ["-q", "-f"]
        subprocess.run(["mkfs." + self.kind, *quiet, self.image], check=True)
        self.mount()

    def mount(self):
        subprocess.run(["mount", "-o", "loop", self.image, self.mount_point], check=True)

    def unmount(self):
        for _ in range(100):
            if subprocess.run(["umount", self.mount_point], capture_output=True).returncode == 0:
                return
            time.sleep(0.02)
        raise Failure(f"{self.mount_point} cannot be unmounted")

    def cut(self):
        """Takes the power away: what is not on disk never gets there."""
        subprocess.run([self.shutdown, self.mount_point], check=True)

    def close(self):
        subprocess.run(["umount", self.mount_point], capture_output=True)


def missing():
    """Why power cuts cannot be simulated here, or nil."""
    if os.geteuid() != 0:
        return "needs root, for loop mounts"
    if not shutil.which("mkfs.ext4"):
        return "needs e2fsprogs"
    if not shutil.which("cc"):
        return "needs a C compiler"
    return None


def make_shutdown(root):
    """Compiles what shuts a file system down."""
    source = os.path.join(root, "shutdown.c")
    shutdown = os.path.join(root, "shutdown")
    with open(source, "w") as file:
        file.write(SHUTDOWN)
    subprocess.run(["cc", "-o", shutdown, source], check=True)
    return shutdown


def power_cuts(tool, count, report, seed):
    """Cuts the power `count` times, half of them on ext4 and half on XFS: at random times while runs
    follow each other, and when the writer is idle; every fourth time again while the next run goes."""
    reason = missing()
    if reason:
        print(f"power cuts: skipped: {reason}")
        return
    root = make_root()
    shutdown = make_shutdown(root)
    kinds = ["ext4"] + (["xfs"] if shutil.which("mkfs.xfs") else [])
    if len(kinds) < 2:
        print("power cuts: no XFS: needs xfsprogs")
    images = [FileSystemImage(kind, root, shutdown) for kind in kinds]
    try:
        for image in images:
            image.make()
        # In turn, so that a run that is broken off has been on each.
        for number in range(0, count, SERIES):
            image = images[number // SERIES % len(images)]
            cut_series(tool, image, root, number, min(SERIES, count - number), report, seed)
    finally:
        for image in images:
            image.close()
        shutil.rmtree(root, ignore_errors=True)


def cut_series(tool, image, root, first, count, report, seed):
    """Cuts that one index lives through, from its first commit on. The texts lie elsewhere: only the index
    is at stake."""
    generator = random.Random(f"{seed} {image.kind} {first}")
    place = os.path.join(root, "texts of " + image.kind)
    shutil.rmtree(place, ignore_errors=True)
    index = os.path.join(image.mount_point, f"index{first}")
    folder = Folder(tool, place, index)
    state = {}
    for number in range(first, first + count):
        case = f"{image.kind}, cut {number}"
        outcome = {}
        report.case(case, lambda: outcome.update(one_cut(folder, image, state, generator)))
        if not outcome:
            break
        state = outcome["state"]
    shutil.rmtree(index, ignore_errors=True)


def one_cut(folder, image, state, generator):
    """Commits some changes, cuts the power, and looks. Returns the state that is there."""
    states = [dict(state)]
    acknowledged = 0
    is_idle = generator.random() < 0.3
    limit = generator.randint(1, 5)
    pause = generator.random() * 0.12
    for step in range(limit):
        change = {f"{generator.randrange(8)}.txt": text(generator.randrange(8), generator.randrange(99))}
        folder.change(change)
        states.append({**states[-1], **change})
        if step == limit - 1 and not is_idle:
            process = subprocess.Popen(
                folder.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=ENVIRONMENT)
            time.sleep(pause)
            image.cut()
            process.send_signal(signal.SIGKILL)
            # Acknowledged only if it had ended well before the cut; after it, it may have been late.
            process.wait()
            break
        status, _, err = folder.update()
        if status != 0:
            raise Failure(f"ended with {status}: {err}")
        acknowledged = step + 1
    else:
        time.sleep(pause)
        image.cut()
    image.unmount()
    image.mount()
    if generator.random() < 0.25:
        process = subprocess.Popen(
            folder.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
        time.sleep(pause)
        image.cut()
        process.send_signal(signal.SIGKILL)
        process.wait()
        image.unmount()
        image.mount()
    found = folder.found()
    if found is None and acknowledged + len(state) > 0:
        raise Failure("the index is gone")
    if found is not None:
        folder.check()
        if not any(folder.holds(known) for known in states[acknowledged:]):
            raise Failure(f"of {acknowledged} acknowledged commits the last is not there: {found}")
    status, _, err = folder.update()
    if status != 0:
        raise Failure(f"a further run ended with {status}: {err}")
    if not folder.holds(states[-1]):
        raise Failure("a further commit is not there")
    return {"state": states[-1]}
