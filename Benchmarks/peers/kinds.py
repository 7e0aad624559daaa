#!/usr/bin/env python3
"""Times prefixes, wildcards and similar words on `search` and Lucene.

    kinds.py --search BINARY --work FOLDER [--core 1] [--passes 10] [--queries 100] CORPUS.jsonl…

The same tokens and one segment each, as `compare.py` makes them, whose folder may be given. Words are drawn
from the dictionary, each as likely, so that most are rare, as what people misspell is. What is found is
counted by both first; counts that differ are named, and the exit status is 1. Then the best ten are asked for, and the best
ten with an exact count (`search`) beside a count alone (Lucene has no way to do both at once that is not two
searches). A query's time is the best of all passes; means are over the queries, in microseconds.

Prefixes and wildcards have one score for all in both. Of similar words Lucene keeps the 50 nearest unless it
is told otherwise, so that it finds less: those times are shown, and the counts are compared where it may keep
1,024, as many as a Boolean query of it may hold; queries with more are left out.
"""

import argparse
import os
import random
import re
import subprocess
import sys
from pathlib import Path

from corpora import file_corpus
from engines import Lucene, Missing, Search, compile_peer, json_of, run

HERE = Path(__file__).resolve().parent


def prefix(length):
    return lambda word: (f"{word[:length]}*", f"(prefix {word[:length]})")


def wildcard(pattern):
    return lambda word: (pattern(word), f"(wildcard {pattern(word)})")


def similar(distance):
    return lambda word: (f"{word}~{distance}", f"(fuzzy {distance} {word})")


# Of a word of letters: what is typed, and what LuceneSemantics reads.
KINDS = {
    "prefix of 3, `abc*`": prefix(3),
    "prefix of 5, `abcde*`": prefix(5),
    "wildcards `ab?d*f`": wildcard(lambda word: f"{word[:2]}?{word[3]}*{word[5:]}"),
    "an end, `*cdef`": wildcard(lambda word: f"*{word[-4:]}"),
    "one slip, `abcdef~1`": similar(1),
    "two slips, `abcdef~2`": similar(2),
}


class LuceneKinds(Lucene):
    """Lucene with the runner that reads trees."""

    def __init__(self, options):
        super().__init__(options)
        jars, classes = options.work / "jars", options.work / "classes"
        source, compiled = HERE / "LuceneSemantics.java", classes / "LuceneSemantics.class"
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            compile_peer(source, jars, classes, self.command[0])
        self.runner = [*self.command[:-1], "LuceneSemantics"]

    def ask(self, what, corpus, trees, *arguments):
        file = corpus.work / "kinds.trees"
        file.write_text("".join(tree + "\n" for tree in trees), encoding="utf-8")
        lines = run([*self.options.pin, *self.runner, what, corpus.index(self), file, *arguments])
        return [float(line) for line in lines.splitlines()]


def drawn_words(corpus, count, seed):
    """Words of six to ten letters of the dictionary."""
    words = sorted({word for _, words in corpus.documents() for word in words
                    if re.fullmatch("[a-z]{6,10}", word)})
    return random.Random(seed).sample(words, min(count, len(words)))


def counts_of_search(search, corpus, texts):
    file = corpus.work / "kinds.tsv"
    file.write_text("".join(f"q{n}\t{text}\n" for n, text in enumerate(texts)), encoding="utf-8")
    counts = search.answer(KindFile(corpus, file), None, "or", 1)
    return [counts[f"q{number}"][0] for number in range(len(texts))]


class KindFile:
    """A corpus whose queries are in a file of their own."""

    def __init__(self, corpus, file):
        self.corpus, self.file = corpus, file

    def index(self, engine):
        return self.corpus.index(engine)

    def queries(self, name, quoted=False):
        return self.file


def time_search(search, corpus, texts, counts):
    file = corpus.work / "kinds.tsv"
    file.write_text("".join(f"q{n}\t{text}\n" for n, text in enumerate(texts)), encoding="utf-8")
    measure = "all" if counts else "top"
    return json_of([*search.options.pin, search.binary, "bench", "--index", corpus.index(search),
                    "--json", "--threads", 1, "--queries", file, "-k", 10, "--passes",
                    search.options.passes, *(["--count"] if measure == "all" else [])])["mean_us"]


def mean(numbers):
    return sum(numbers) / len(numbers)


def rows(search, lucene, corpus, options):
    """A row for each kind, and how many counts differ."""
    words = drawn_words(corpus, options.queries, options.seed)
    differing, table = 0, []
    for kind, written in KINDS.items():
        pairs = sorted({written(word) for word in words})
        mine = counts_of_search(search, corpus, [typed for typed, _ in pairs])
        theirs = lucene.ask("count", corpus, [tree for _, tree in pairs])
        kept = []
        for pair, one, other in zip(pairs, mine, theirs):
            if other < 0:
                continue
            kept.append(pair)
            if one != other:
                differing += 1
                print(f"{corpus.name}: {pair[0]}: {one} documents, Lucene {other:.0f}", file=sys.stderr)
        texts, trees = [typed for typed, _ in kept], [tree for _, tree in kept]
        best = time_search(search, corpus, texts, False)
        peer = mean(lucene.ask("time", corpus, trees, options.lucene_passes))
        all_of_them = time_search(search, corpus, texts, True)
        row = [kind, str(len(kept)), f"{best:,.0f}", f"{peer:,.0f}", f"{best / peer:.2f}",
               f"{all_of_them:,.0f}"]
        if "slip" in kind:
            few = [tree.replace("(fuzzy", "(fuzzy50") for tree in trees]
            default = mean(lucene.ask("time", corpus, few, options.lucene_passes))
            row += [f"{default:,.0f}", f"{best / default:.2f}"]
        else:
            row += ["", ""]
        table.append(row)
        print(*row, file=sys.stderr, flush=True)
    return differing, table


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--search", type=lambda path: Path(path).resolve(), required=True)
    arguments.add_argument("--work", type=lambda path: Path(path).resolve(), required=True)
    arguments.add_argument("--java")
    arguments.add_argument("--core", type=int, default=os.cpu_count() - 1)
    arguments.add_argument("--memory", type=int, default=1_500)
    arguments.add_argument("--passes", type=int, default=10)
    arguments.add_argument("--lucene-passes", type=int, default=40)
    arguments.add_argument("--queries", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("corpora", type=Path, nargs="+")
    options = arguments.parse_args()
    options.pin = ["taskset", "-c", str(options.core)]
    options.work.mkdir(parents=True, exist_ok=True)
    try:
        lucene = LuceneKinds(options)
    except Missing as reason:
        print(f"kinds: skipped, {reason}")
        return 0
    search = Search(options.search, options)
    differing = 0
    for path in options.corpora:
        corpus = file_corpus(path, options.work)
        for engine in (search, lucene):
            if not corpus.index(engine).exists():
                engine.make_index(corpus, options.pin)
        more, table = rows(search, lucene, corpus, options)
        differing += more
        print(f"\n{corpus.name}, {corpus.document_count:,} documents; {lucene.version}\n")
        heads = ["query", "queries", "`search`", "Lucene", "ratio", "`search`, counting",
                 "Lucene, 50 words", "ratio"]
        print(f"| {' | '.join(heads)} |\n| --- {'| --: ' * (len(heads) - 1)}|")
        for row in table:
            print(f"| {' | '.join(row)} |")
    if differing:
        print(f"kinds: {differing} counts differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
