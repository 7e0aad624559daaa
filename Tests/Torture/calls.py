"""Kills and errors at every system call, by strace's fault injection."""

import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time

from workloads import ENVIRONMENT, Failure, Folder, make_root, run

# What changes something on disk, or decides what is changed.
CHANGING = ["openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat",
            "renameat2", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "flock", "ftruncate",
            "fallocate"]
# What may fail besides.
READING = ["read", "pread64", "mmap", "newfstatat", "fstat", "getdents64", "close", "lseek"]
ERRORS = ["EIO", "ENOSPC", "EMFILE", "ENOMEM", "EINTR", "EACCES", "EROFS", "EDQUOT"]


STRACE = ["strace", "-f", "-qq"]
# By a filter in the kernel only the calls in question stop: half the time of a case. Strace 6.1 sends no
# signals in this mode.
FILTERED = [*STRACE, "--seccomp-bpf"]


def count_calls(command, names):
    """How often each system call is made. Calls of the loader before `main` are among them."""
    with tempfile.NamedTemporaryFile() as log:
        run([*FILTERED, "-o", log.name, "-e", "trace=" + ",".join(names), *command])
        counts = {name: 0 for name in names}
        with open(log.name) as lines:
            for line in lines:
                found = re.match(r"\d+\s+(\w+)\(", line)
                if found and found.group(1) in counts:
                    counts[found.group(1)] += 1
    return counts


def known(names):
    """Those of `names` that this machine's strace knows."""
    return [n for n in names if run(["strace", "-qq", "-e", f"trace={n}", "true"])[0] == 0]


def prepare(tool, workload, place, last):
    """Runs all steps before number `last`; returns the folder and the command of that step."""
    folder = Folder(tool, place)
    for step in workload.steps[:last]:
        options = folder.change(step)
        status, out, err = folder.update(workload.options + options)
        if status != 0:
            raise Failure(f"without any fault: {status}: {err}")
    options = folder.change(workload.steps[last])
    return folder, folder.command(workload.options + options)


class Copies:
    """Fresh copies of a prepared folder."""

    def __init__(self, tool, workload, last):
        self.root = make_root()
        self.origin = os.path.join(self.root, "origin")
        self.work = os.path.join(self.root, "work")
        self.tool = tool
        # Prepared where it will be used: an index remembers the folders that it is made of.
        folder, command = prepare(tool, workload, self.work, last)
        os.rename(self.work, self.origin)
        self.states = workload.states()
        self.last = last
        self.options = command[4:-1]

    def fresh(self):
        """A copy as it was before the step; times are kept, so that nothing is read again."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.origin, self.work)
        return Folder(self.tool, self.work)

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)


def kill_sweep(tool, workloads, report, sample=None, seed=0):
    """SIGKILL before every state-changing system call of every step of the workloads."""
    generator = random.Random(seed)
    names = known(CHANGING)
    for workload in workloads:
        for last in range(len(workload.steps)):
            copies = Copies(tool, workload, last)
            folder = copies.fresh()
            counts = count_calls(folder.command(copies.options), names)
            points = [(n, k) for n in names for k in range(1, counts[n] + 1)]
            if sample is not None and len(points) > sample:
                points = generator.sample(points, sample)
            for name, number in points:
                folder = copies.fresh()
                inject = f"inject={name}:signal=KILL:when={number}"
                status, _, _ = run([*STRACE, "-o", "/dev/null", "-e", f"trace={name}",
                                    "-e", inject, *folder.command(copies.options)])
                case = f"{workload.name}, step {last + 1}, killed at {name} {number}"
                report.case(case, lambda: check_kill(folder, copies, status, last))
            copies.close()


def check_kill(folder, copies, status, last):
    """What must hold after a run that was killed before a call."""
    if status != -signal.SIGKILL:
        raise Failure(f"ended with {status}, and was not killed")
    folder.verify(copies.states, [last, last + 1])


def random_kills(tool, workloads, count, report, seed):
    """SIGKILL at random times. Every eighth time everything is looked at, as in the sweep."""
    generator = random.Random(seed)
    # A case of these takes as long as three others.
    weights = [1 if w.name in ("many files", "long texts") else 4 for w in workloads]
    done = 0
    while done < count:
        workload = generator.choices(workloads, weights)[0]
        last = generator.randrange(len(workload.steps))
        copies = Copies(tool, workload, last)
        folder = copies.fresh()
        start = time.monotonic()
        run(folder.command(copies.options))
        usual = time.monotonic() - start
        for _ in range(min(25, count - done)):
            done += 1
            folder = copies.fresh()
            process = subprocess.Popen(
                folder.command(copies.options), stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env=ENVIRONMENT)
            pause = generator.random() * usual * 1.1
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            status = process.wait()
            allowed = [last + 1] if status == 0 else [last, last + 1]
            case = f"{workload.name}, step {last + 1}, killed after {1000 * pause:.2f} ms"
            isBrief = done % 8 != 0
            report.case(case, lambda: folder.verify(copies.states, allowed, isBrief))
        copies.close()


def error_sweep(tool, workloads, report, sample=None, seed=0):
    """Every system call fails with every error, once and from then on.

    The run must end by itself, with an exit code of its own, and the last commit be there. Every eighth
    time everything is looked at.
    """
    generator = random.Random(seed)
    names = known(CHANGING + READING)
    for workload in workloads:
        last = len(workload.steps) - 1
        copies = Copies(tool, workload, last)
        folder = copies.fresh()
        # Failures before `main` are the loader's, which says so and ends.
        start = count_calls([os.path.abspath(tool), "--version"], names)
        counts = count_calls(folder.command(copies.options), names)
        points = [
            (name, number, error, mode)
            for name in names
            for number in range(start[name] + 1, counts[name] + 1)
            for error in ERRORS
            for mode in ("", "+")
            # A call that is interrupted for ever is tried for ever, as it should be.
            if (error, mode) != ("EINTR", "+")
        ]
        if sample is not None and len(points) > sample:
            points = generator.sample(points, sample)
        for name, number, error, mode in points:
            folder = copies.fresh()
            inject = f"inject={name}:error={error}:when={number}{mode}"
            case = f"{workload.name}, {name} {number}{mode} fails with {error}"
            isBrief = report.count % 8 != 0
            report.case(case, lambda: check_error(folder, copies, name, inject, last, isBrief))
        copies.close()


def check_error(folder, copies, name, inject, last, isBrief):
    """One run with a failing call. Parameters: isBrief, as of `Folder.verify`."""
    status, out, err = run(
        [*FILTERED, "-o", "/dev/null", "-e", f"trace={name}", "-e", inject,
         *folder.command(copies.options)], timeout=60)
    if status not in (0, 1, 2, 74):
        raise Failure(f"ended with {status}: {err[-400:]}")
    # (Where every write fails, that cannot be said either.)
    if status != 0 and not err.strip() and not (name == "write" and inject.endswith("+")):
        raise Failure(f"ended with {status} and said nothing")
    # With an error a commit may have been made or not; a file that could not be read is left out.
    if status == 0 and "skipped" not in out + err and "could not" not in out + err:
        allowed = [last + 1]
    else:
        allowed = [last, last + 1]
    try:
        folder.verify(copies.states, allowed, isBrief)
    except Failure as failure:
        # A run that could not read some of the folder says so, and indexes the rest: the next run
        # brings everything in.
        if status == 2 and names_unread(err):
            folder.check()
            repaired, _, message = folder.update()
            if repaired == 0 and folder.holds(copies.states[last + 1]):
                return
            raise Failure(f"{failure}; and the next run: {repaired} {message}") from None
        raise


def names_unread(message):
    """Whether a message says that something in the folder could not be read."""
    return "read" in message or "open" in message or "list" in message
