"""PISA on words written w0, w1, …; see runner.py. It has no positions and no counting.

The package's module in C++ is loaded alone: what is around it in Python is not needed.
"""

import collections
import ctypes
import importlib.machinery
import importlib.util
import json
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

import runner

ALGORITHMS = {"or": ("block_max_wand", "maxscore", "block_max_maxscore"),
              "and": ("block_max_ranked_and", "ranked_and")}
ENCODING = "block_simdbp"


def load_module():
    # Its libtbb.so.2 comes with PyPI's tbb, where the system's linker does not look.
    for path in sorted(Path(sys.prefix, "lib").glob("libtbb.so*")):
        ctypes.CDLL(str(path), ctypes.RTLD_GLOBAL)
    folder = Path(sysconfig.get_path("platlib")) / "pyterrier_pisa"
    paths = sorted(folder.glob("_pisathon*.so"))
    if not paths:
        sys.exit("pisa: pyterrier-pisa is not installed")
    loader = importlib.machinery.ExtensionFileLoader("_pisathon", str(paths[0]))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("_pisathon", loader))
    loader.exec_module(module)
    return module


class Stopwatch:
    """Hands out queries one by one, and so sees when each is done."""

    def __init__(self, queries):
        self.queries = queries
        self.times = []

    def __len__(self):
        return len(self.queries)

    def __iter__(self):
        for number, query in enumerate(self.queries):
            start = time.perf_counter_ns()
            yield number, query
            self.times.append(time.perf_counter_ns() - start)


class Pisa:
    def __init__(self):
        self.module = load_module()

    def index(self, documents, directory, _):
        Path(directory).mkdir()
        lexicon = runner.Lexicon()
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            for number, (_, text) in enumerate(documents):
                file.write(f"d{number} {' '.join(lexicon.add(text))}\n")
            file.flush()
            lexicon.save(directory)
            clock = runner.Clock()
            self.module.index(file.name, directory, "", 100_000, 1)
        self.open(directory)
        # What searching does not read.
        for path in [*Path(directory).glob("inv*"), *Path(directory).glob("fwd")]:
            path.unlink()
        clock.report()

    def open(self, directory):
        self.lexicon = runner.Lexicon.load(directory)
        self.context = self.module.RetrievalContext()
        self.module.prepare_index(
            self.context, directory, ENCODING, "bm25", "", bm25_k1=1.2, bm25_b=0.75)

    def weights(self, words, needs_all):
        """A query. PISA would look for the rest where a word is in no document."""
        known = self.lexicon.find(words)
        nothing = f"w{len(self.lexicon.numbers)}"
        if needs_all and nothing in known:
            return {}
        return {word: float(count) for word, count in collections.Counter(known).items()}

    def retrieve(self, queries, algorithm, limit):
        """The number of hits, the scores, and each query's time."""
        watch = Stopwatch([self.weights(words, algorithm.endswith("_and")) for words in queries])
        size = limit * len(queries)
        numbers, ranks = bytearray(4 * size), bytearray(4 * size)
        names, scores = bytearray(8 * size), bytearray(4 * size)
        count = self.module.retrieve(
            self.context, algorithm, watch, k=limit, threads=1, query_weighted=1, pretokenised=True,
            result_qidxs=numbers, result_docnos=names, result_ranks=ranks, result_scores=scores)
        # The names are references that were given to us: each is let go again.
        for name in memoryview(names).cast("Q")[:count]:
            ctypes.pythonapi.Py_DecRef(ctypes.c_void_p(name))
        return count, memoryview(scores).cast("f")[:count].tolist(), watch.times

    def time(self, queries, mode, limit, warmups, passes):
        """The best algorithm's times."""
        best = None
        for algorithm in ALGORITHMS[mode]:
            times = [float("inf")] * len(queries)
            for run in range(warmups + passes):
                hits, _, found = self.retrieve(queries, algorithm, limit)
                if run >= warmups:
                    times = [min(pair) for pair in zip(times, found)]
            if best is None or sum(times) < sum(best[0]):
                best = times, hits, algorithm
        return {**runner.figures(best[0], best[1]), "algorithm": best[2]}


def main():
    command, *arguments = sys.argv[1:]
    engine = Pisa()
    if command == "time":
        directory, queries, mode, limit, _, warmups, passes = arguments
        engine.open(directory)
        words = [words for _, words in runner.read_queries(queries)]
        print(json.dumps(engine.time(words, mode, int(limit), int(warmups), int(passes))))
    elif command == "answer":
        directory, queries, mode, limit, output = arguments
        engine.open(directory)
        algorithm = "ranked_and" if mode == "and" else "ranked_or"
        total = sum(1 for _ in open(f"{directory}/fwd.documents", encoding="utf-8"))
        runner.write_answers(output, (
            (key, engine.retrieve([words], algorithm, total)[0],
             sorted(engine.retrieve([words], algorithm, int(limit))[1], reverse=True))
            for key, words in runner.read_queries(queries)))
    else:
        runner.main(engine)


main()
