#!/usr/bin/env python3
"""The same faults for other engines: one byte changed in an index, and the power cut after a commit.

    peers.py --search BINARY --python PYTHON --jars FOLDER [--flips N] [--cuts N] [--seed N] [--only NAME ...]

PYTHON has the modules that Benchmarks/peers/setup.sh installs, FOLDER Lucene's jars. An engine that cannot
be had is left out, which is said. Prints two tables in Markdown.
"""

import argparse
import json
import os
import random
import select
import shutil
import subprocess
import sys
import time

from peer_engines import ENGINES, PER_COMMIT
from powercuts import FileSystemImage, make_shutdown, missing
from workloads import make_root

HERE = os.path.dirname(os.path.abspath(__file__))


class Reader:
    """A process that answers for indexes; a new one whenever it has died or does not answer."""

    def __init__(self, options, name, queries):
        self.command = [options.python, os.path.join(HERE, "peer_engines.py"), "read", name, queries]
        self.process = None

    def ask(self, path, timeout=300):
        """What is found, or why not: `("right", answers)`, `("error", why)`, `("crash", why)`."""
        if self.process is None:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True)
        try:
            self.process.stdin.write(path + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        line = ""
        if select.select([self.process.stdout], [], [], timeout)[0]:
            line = self.process.stdout.readline()
        if not line:
            self.close()
            return "crash", "died or hangs", []
        answer = json.loads(line)
        kind = "crash" if answer.get("panic") else "error" if "error" in answer else "found"
        return kind, answer.get("error", ""), answer["answers"]

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def write(options, name, path, commits):
    """Starts a process that commits."""
    command = [options.python, os.path.join(HERE, "peer_engines.py"), "write", name, path, str(commits)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def flips(options, name, root, count, generator):
    """One byte changed anywhere in an index of 400 documents: right, error, wrong, crash."""
    sound, work = os.path.join(root, "sound"), os.path.join(root, "work")
    os.makedirs(sound)
    process = write(options, name, sound, 20)
    _, err = process.communicate()
    if process.returncode != 0:
        raise OSError(err.strip().splitlines()[-1] if err.strip() else "cannot write")
    reader = Reader(options, name, "words")
    kind, why, truth = reader.ask(sound)
    if kind != "found":
        raise OSError(why)
    # What changes by being read, as SQLite's files may, is in each copy.
    files = [os.path.join(folder, file) for folder, _, names in os.walk(sound) for file in names]
    sizes = [os.path.getsize(file) for file in files]
    outcome = {"right": 0, "error": 0, "wrong": 0, "crash": 0}
    for _ in range(count):
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(sound, work)
        file = generator.choices(files, sizes)[0].replace(sound, work)
        with open(file, "r+b") as damaged:
            offset = generator.randrange(os.path.getsize(file))
            damaged.seek(offset)
            old = damaged.read(1)[0]
            damaged.seek(offset)
            damaged.write(bytes([old ^ generator.randrange(1, 256)]))
        kind, _, answers = reader.ask(work)
        is_wrong = any(one != other for one, other in zip(answers, truth))
        outcome["wrong" if is_wrong else "right" if kind == "found" else kind] += 1
    reader.close()
    shutil.rmtree(sound)
    shutil.rmtree(work, ignore_errors=True)
    return outcome, sum(sizes)


def cut_once(options, name, image, generator, number):
    """Cuts the power right after an acknowledged commit. What is found: `kept`, `lost` or `closed`."""
    path = os.path.join(image.mount_point, f"index{number}")
    os.makedirs(path)
    subprocess.run(["sync", "-f", image.mount_point], check=True)
    process = write(options, name, path, 100)
    acknowledged = 0
    awaited = generator.randint(1, 12)
    pause = generator.choice([0, 0, generator.random() * 0.02])
    while acknowledged < awaited:
        line = process.stdout.readline()
        if not line:
            raise OSError(process.stderr.read()[-300:])
        acknowledged = int(line.split()[1])
    time.sleep(pause)
    image.cut()
    process.kill()
    rest, _ = process.communicate()
    image.unmount()
    image.mount()
    reader = Reader(options, name, "common")
    kind, why, answers = reader.ask(path)
    reader.close()
    outcome = "closed"
    if kind == "found":
        found = int(answers[0].split()[0])
        outcome = "kept" if found >= acknowledged * PER_COMMIT else "lost"
    elif acknowledged and ("no such table" in why or "No such file" in why or "no index" in why):
        outcome = "lost"
    shutil.rmtree(path, ignore_errors=True)
    return outcome


def cuts(options, name, root, count, generator):
    """Half of the cuts on ext4 and half on XFS."""
    outcome = {"kept": 0, "lost": 0, "closed": 0}
    shutdown = make_shutdown(root)
    kinds = ["ext4"] + (["xfs"] if shutil.which("mkfs.xfs") else [])
    for kind in kinds:
        image = FileSystemImage(kind, root, shutdown)
        image.make()
        try:
            for number in range(count // len(kinds)):
                outcome[cut_once(options, name, image, generator, number)] += 1
        finally:
            image.close()
    return outcome


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--search", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--jars", default="")
    parser.add_argument("--flips", type=int, default=300)
    parser.add_argument("--cuts", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=list(ENGINES))
    options = parser.parse_args()
    os.environ["SEARCH_TOOL"] = os.path.abspath(options.search)
    os.environ["LUCENE_JARS"] = options.jars
    os.environ["SWIFT_BACKTRACE"] = "enable=no"
    if missing():
        print(f"power cuts: skipped: {missing()}")
        options.cuts = 0
    print(f"seed {options.seed}\n", flush=True)
    rows = []
    for name in options.only:
        root = make_root()
        try:
            row = [name]
            if options.flips:
                found, size = flips(options, name, root, options.flips, random.Random(options.seed))
                row += [f"{100 * found[kind] / options.flips:.0f} %" for kind in found] + [f"{size:,}"]
            if options.cuts:
                found = cuts(options, name, root, options.cuts, random.Random(options.seed))
                row += [f"{found[kind]} of {sum(found.values())}" for kind in found]
            rows.append(row)
            print("| " + " | ".join(row) + " |", flush=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name}: left out: {error}", flush=True)
        finally:
            shutil.rmtree(root, ignore_errors=True)
    flip_names = ["right", "error", "silently wrong", "crash or panic", "bytes"] if options.flips else []
    cut_names = ["all there", "acknowledged commit lost", "cannot be opened"] if options.cuts else []
    header = ["engine", *flip_names, *cut_names]
    print()
    for line in [header, ["---"] * len(header), *rows]:
        print("| " + " | ".join(line) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
