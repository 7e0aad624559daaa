"""Folders that change, indexed step by step, and what must be found after each step.

A workload is a list of steps. A step changes files below `texts` and is followed by one run of
`search index`. A run that ends with exit code 0 has acknowledged its commit: from then on the index
holds exactly what the folder held, whatever happens. A run that is stopped has either committed or
not; nothing in between is allowed.
"""

import json
import os
import random
import subprocess
import tempfile

# Crash reports of the Swift run-time take minutes, and nobody reads them here.
ENVIRONMENT = {**os.environ, "SWIFT_BACKTRACE": "enable=no", "NO_COLOR": "1"}


class Failure(Exception):
    """A promise that was broken."""


class Workload:
    """Steps by name: each is a dictionary from file name to text, or to None for a file that goes."""

    def __init__(self, name, steps, options=()):
        self.name = name
        self.steps = steps
        self.options = list(options)

    def states(self):
        """What is in the folder before the first step and after each."""
        state = {}
        found = [dict(state)]
        for step in self.steps:
            for name, text in step.items():
                if name.startswith("--"):
                    continue
                if text is None:
                    state.pop(name, None)
                else:
                    state[name] = text
            found.append(dict(state))
        return found


def text(number, version, length=6):
    """A text that holds the word of all texts, its own word, and the word of its version."""
    generator = random.Random(number * 1_000 + version)
    words = " ".join(f"w{generator.randrange(400)}" for _ in range(length))
    return f"common own{number} version{number}v{version} 芯片{number} {words}\n"


def all_workloads():
    """The twelve scripted workloads."""
    some = {f"{number}.txt": text(number, 0) for number in range(6)}
    many = {f"{number}.txt": text(number, 0, 200) for number in range(120)}
    # A manifest, a segment and a file table of many blocks each.
    big = {f"{number}.txt": text(number, 0, 6_000) for number in range(8)}
    return [
        Workload("create", [some]),
        Workload("create empty", [{}]),
        Workload("add", [some, {"new.txt": text(90, 0)}]),
        Workload("update", [some, {"0.txt": text(0, 1), "3.txt": text(3, 1)}]),
        Workload("delete", [some, {"1.txt": None, "4.txt": None}]),
        Workload("delete all", [some, {name: None for name in some}]),
        Workload(
            "mixed",
            [some, {"0.txt": text(0, 1), "1.txt": None, "new.txt": text(91, 0)}, {"2.txt": None}],
        ),
        Workload("nothing new", [some, {}]),
        Workload(
            "merge", [{f"{n}.txt": text(n, 0)} for n in range(12)], options=["--store", "none"]
        ),
        Workload("many files", [many, {"7.txt": text(7, 1, 200), "8.txt": None}]),
        Workload("long texts", [big, {"1.txt": text(1, 1, 6_000)}]),
        Workload("rebuild", [some, {"5.txt": text(5, 1), "--rebuild": ""}]),
    ]


class Folder:
    """A folder of texts with an index, perhaps on another file system."""

    def __init__(self, tool, place, index=None):
        self.tool = os.path.abspath(tool)
        self.texts = os.path.join(place, "texts")
        self.index = index or os.path.join(place, "index")
        os.makedirs(self.texts, exist_ok=True)

    def change(self, step):
        """Changes the files as a step says; returns options that it names for the run."""
        options = []
        for name, content in step.items():
            if name.startswith("--"):
                options.append(name)
                continue
            path = os.path.join(self.texts, name)
            if content is None:
                os.unlink(path)
            else:
                with open(path, "w") as file:
                    file.write(content)
        return options

    def command(self, options=()):
        """The command that brings the index up to date."""
        return [self.tool, "index", "--index", self.index, *options, self.texts]

    def update(self, options=(), timeout=120):
        """Brings the index up to date; returns the exit status and what was said."""
        return run(self.command(options), timeout)

    def ask(self, query):
        """Runs a query on the index as it is: it must neither be brought up to date first, which would hide
        what is lost, nor its hits be compared with their files. So these are away meanwhile."""
        away = self.texts + " away"
        os.rename(self.texts, away)
        try:
            return run(
                [self.tool, "query", "--no-update", "--index", self.index, "--json", "-k", "100000", query]
            )
        finally:
            os.rename(away, self.texts)

    def found(self):
        """What the index holds: of each file the word of its version. None if there is no index."""
        status, out, err = self.ask("common")
        if status == 2 and is_without_index(err):
            return None
        if status not in (0, 1):
            raise Failure(f"query ended with {status}: {err}")
        found = {}
        for line in out.splitlines():
            hit = json.loads(line)
            if hit["type"] == "match":
                name = os.path.basename(hit["path"])
                if name in found:
                    raise Failure(f"{name} is found twice")
                found[name] = (hit.get("title", "") + " " + hit.get("snippet", "")).strip()
        return found

    def answers(self, words):
        """Names of the files that are found by one of some words."""
        query = " OR ".join(f'"{word}"' for word in words)
        status, out, err = self.ask(query)
        if status not in (0, 1):
            raise Failure(f"query ended with {status}: {err}")
        hits = [json.loads(line) for line in out.splitlines()]
        return {os.path.basename(hit["path"]) for hit in hits if hit["type"] == "match"}

    def check(self):
        """Runs `search check`."""
        status, out, err = run([self.tool, "check", "--index", self.index])
        if status != 0:
            raise Failure(f"check ended with {status}: {out} {err}")

    def holds(self, state, found=None, isBrief=False):
        """Whether the index holds exactly `state`: the same files, each in this version. That is told by
        what is shown of each, and by asking for the words of all these versions.

        Parameters: found, what the index holds, where that is known; isBrief, whether it will do that
        what is shown is right, where texts are stored.
        """
        if found is None:
            found = self.found()
        if found is None or set(found) != set(state):
            return False
        versions = {name: content.split()[2] for name, content in state.items()}
        for name, version in versions.items():
            # What is shown begins with the first words, and nothing is shown of a text not stored.
            if found[name] and version not in found[name].split():
                return False
        # Where texts are stored, that has been seen; of many it is enough to ask for some.
        names = sorted(state)
        if all(found.values()):
            names = [] if isBrief else names[:: 1 + len(names) // 16]
        return not names or set(names) <= self.answers([versions[name] for name in names])

    def verify(self, states, allowed, isBrief=False):
        """Fails unless the index is sound and holds one of the states in `allowed`, and then a
        further change can be committed.

        Parameters: states, of which number 0 stands also for no index at all; allowed, their numbers;
        isBrief, whether it will do that what is shown of each file is right, and that the further
        change is found: half the processes.
        """
        found = self.found()
        if found is None:
            if 0 not in allowed:
                raise Failure("the index is gone")
        else:
            self.check()
            if not any(self.holds(states[number], found, isBrief) for number in allowed):
                raise Failure(f"the index holds {sorted(found)[:20]}, none of {allowed}")
        self.change({"after.txt": text(99, 9)})
        status, out, err = self.update()
        if status != 0:
            raise Failure(f"a further run ended with {status}: {out} {err}")
        if not isBrief:
            self.check()
        if "after.txt" not in (self.found() or {}):
            raise Failure("a further commit is not there")


def make_root():
    """A folder for what is tortured: in memory if there is room, where a sync costs nothing."""
    memory = "/dev/shm"
    return tempfile.mkdtemp(prefix="torture", dir=memory if os.access(memory, os.W_OK) else None)


def is_without_index(message):
    """Whether a message says that there is no index yet."""
    return "no index" in message or "not an index" in message


def run(command, timeout=120):
    """Runs a command; returns its exit status (negative for a signal) and its output."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, env=ENVIRONMENT
        )
    except subprocess.TimeoutExpired:
        raise Failure(f"no end after {timeout} s: {' '.join(command)}") from None
    return done.returncode, done.stdout, done.stderr
