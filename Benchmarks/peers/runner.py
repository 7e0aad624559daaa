"""What the runners of engines that are called from Python have in common.

index  TOKENS DIRECTORY MEGABYTES
answer DIRECTORY QUERIES MODE LIMIT OUTPUT     id TAB count TAB scores
time   DIRECTORY QUERIES MODE LIMIT MEASURE WARMUPS PASSES

MEASURE is top (the best LIMIT), all (the best LIMIT and an exact count) or count (an exact count).
"""

import json
import sys
import time
from pathlib import Path


def read_documents(tokens):
    with open(tokens, encoding="utf-8", newline="\n") as file:
        return [line.rstrip("\n").split("\t", 1) for line in file]


def read_queries(file):
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        key, text = line.split("\t", 1)
        yield key, text.split(" ")


class Lexicon:
    """Words as w0, w1, …: for engines that would cut or fold words of some scripts."""

    def __init__(self, numbers=None):
        self.numbers = numbers if numbers is not None else {}

    def add(self, text):
        return [f"w{self.numbers.setdefault(word, len(self.numbers))}" for word in text.split(" ")
                if word]

    def find(self, words):
        """Words that no document has get a number that no word has."""
        return [f"w{self.numbers.get(word, len(self.numbers))}" for word in words]

    def save(self, directory):
        # Beside the index, not in it: it is not the engine's.
        Path(f"{directory}.lexicon.json").write_text(json.dumps(self.numbers), encoding="utf-8")

    @staticmethod
    def load(directory):
        return Lexicon(json.loads(Path(f"{directory}.lexicon.json").read_text(encoding="utf-8")))


class Clock:
    """Wall and processor time since it was made."""

    def __init__(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def report(self):
        print(json.dumps({"wall_s": time.perf_counter() - self.wall,
                          "cpu_s": time.process_time() - self.cpu}))


def figures(best, hits):
    """Mean and 99th percentile of nanoseconds."""
    ordered = sorted(best)
    return {"mean_us": sum(best) / len(best) / 1e3, "hits": hits,
            "p99_us": ordered[-(-len(ordered) * 99 // 100) - 1] / 1e3}


def best_times(calls, warmups, passes):
    """Each call's best time, and what all of them returned, added up."""
    best = [float("inf")] * len(calls)
    hits = 0
    for run in range(warmups + passes):
        for number, call in enumerate(calls):
            start = time.perf_counter_ns()
            found = call()
            duration = time.perf_counter_ns() - start
            if run == 0:
                hits += found
            if run >= warmups:
                best[number] = min(best[number], duration)
    return best, hits


def write_answers(output, answers):
    with open(output, "w", encoding="utf-8") as file:
        for key, count, scores in answers:
            file.write(f"{key}\t{count}\t{' '.join(map(str, scores))}\n")


def main(engine):
    """Runs a command of an engine, which has `index(documents, directory, megabytes)`,
    `open(directory)`, `count(words, mode)`, `scores(words, mode, limit)`, and
    `call(words, mode, limit, measure)`, a function without arguments that is timed and returns how
    many were found or counted."""
    command, *arguments = sys.argv[1:]
    if command == "index":
        tokens, directory, megabytes = arguments
        engine.index(read_documents(tokens), directory, int(megabytes))
    elif command == "answer":
        directory, queries, mode, limit, output = arguments
        engine.open(directory)
        write_answers(output, (
            (key, engine.count(words, mode), engine.scores(words, mode, int(limit)))
            for key, words in read_queries(queries)))
    else:
        directory, queries, mode, limit, measure, warmups, passes = arguments
        engine.open(directory)
        calls = [engine.call(words, mode, int(limit), measure)
                 for _, words in read_queries(queries)]
        result = figures(*best_times(calls, int(warmups), int(passes)))
        # What a call costs that finds nothing.
        nothing = engine.call(["\x01"], "or", int(limit), measure)
        result["floor_us"] = figures(*best_times([nothing], 100, 500))["mean_us"]
        print(json.dumps(result))
