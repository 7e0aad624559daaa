#!/usr/bin/env python3
"""Compares `search eval --from-run` with pytrec_eval on random judgments and runs.

    pip install pytrec-eval-terrier
    python3 check_measures.py --search path/to/search [--rounds 40] [--seed 1]

Every measure of every query, and every mean, must be equal to 1e-6. Exit code 0: all equal; 1: not;
3: pytrec_eval is not installed.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import pytrec_eval
except ImportError:
    sys.exit(3)

# Ours, theirs.
MEASURES = {"ndcg_10": "ndcg_cut_10", "recall_10": "recall_10", "recall_100": "recall_100",
            "map": "map", "p_5": "P_5", "mrr_10": "recip_rank"}
REQUESTED = {"ndcg_cut.10", "recall.10,100", "map", "P.5", "recip_rank"}
# A few letters, so that ids are prefixes of each other; not ASCII, so that the order is of bytes.
LETTERS = "aAzZ09-_.%é\u0301\u6f22\uffee\U00020000"


def identifiers(chance, count):
    found = {}
    while len(found) < count:
        found["".join(chance.choice(LETTERS) for _ in range(chance.randint(1, 4)))] = None
    # What this tool would read as an escaped id means just itself to trec_eval.
    return [name for name in found if not escaped(name)]


def escaped(name):
    return any(part[:2].isalnum() and len(part) > 1 for part in name.split("%")[1:])


def score(chance):
    kind = chance.randrange(4)
    if kind == 0:
        return chance.choice([0.0, 1.0, -1.0, 2.5])
    if kind == 1:  # differs in double precision only
        return 7.25 + chance.randint(-3, 3) * 1e-9
    if kind == 2:
        return chance.gauss(0, 1) * 10.0 ** chance.randint(-30, 30)
    return round(chance.uniform(-5, 20), chance.randint(0, 6))


def collection(chance):
    documents = identifiers(chance, chance.choice([3, 20, 300, 700]))
    queries = identifiers(chance, chance.randint(2, 40))
    top = chance.choice([1, 1, 3, 10])
    qrels, run = {}, {}
    for query in queries:
        count = chance.randint(1, min(len(documents), chance.choice([1, 5, 30, 200])))
        relevant = chance.random() < 0.9
        qrels[query] = {name: chance.randint(-2, top if relevant else 0)
                        for name in chance.sample(documents, count)}
        # Where all are below 0, trec_eval reads beyond its table of relevances.
        if max(qrels[query].values()) < 0:
            qrels[query][next(iter(qrels[query]))] = 0
        if chance.random() < 0.85 or not run:  # a run that shares no query is refused
            count = chance.randint(1, min(len(documents), chance.choice([3, 12, 150, 600])))
            found = chance.sample(documents, count)
            if chance.random() < 0.6:  # more often relevant than by chance
                found = list(dict.fromkeys([*qrels[query], *found]))
            run[query] = {name: score(chance) for name in found}
    run["only_in_the_run"] = {documents[0]: 1.0}
    if chance.random() < 0.5:
        qrels["only_judged"] = {documents[0]: 1}
    return qrels, run


def write(chance, path, rows):
    chance.shuffle(rows)
    space, end = chance.choice([" ", "\t", " \t "]), chance.choice(["\n", "\r\n"])
    mark = chance.choice(["", "\ufeff"])
    text = mark + "".join(space.join(map(str, row)) + end for row in rows)
    path.write_bytes(text.encode())


def ours(search, qrels, run, *options):
    command = [search, "eval", "--qrels", qrels, "--from-run", run, "--json", *options]
    process = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if process.returncode > 1:
        sys.exit(f"search eval failed with {process.returncode}")
    return [json.loads(line) for line in process.stdout.splitlines()]


def expected(name, values):
    value = values.get(MEASURES[name], 0.0)
    # trec_eval's reciprocal rank has no cut-off; the value says what the rank is.
    return 0.0 if name == "mrr_10" and value < 0.0999 else value


def compare(search, chance, folder):
    qrels, run = collection(chance)
    write(chance, folder / "qrels", [(query, 0, name, relevance) for query, judged in qrels.items()
                                     for name, relevance in judged.items()])
    write(chance, folder / "run", [(query, "Q0", name, chance.randint(0, 99), repr(value), "x")
                                   for query, found in run.items()
                                   for name, value in found.items()])
    theirs = pytrec_eval.RelevanceEvaluator(qrels, REQUESTED).evaluate(run)
    records = ours(search, folder / "qrels", folder / "run", "--by-query")
    found = {record["qid"]: record for record in records if record["type"] == "query_measures"}
    if found.keys() != qrels.keys():
        sys.exit("the queries differ")
    pairs = [(f"{query} {name}", found[query][name], expected(name, theirs.get(query, {})))
             for query in qrels for name in MEASURES]
    # Means over all judged queries, and over those with results.
    answered = ours(search, folder / "qrels", folder / "run", "--answered-only")[-1]
    for kind, record, queries in (("all", records[-1], qrels), ("answered", answered, theirs)):
        for name in MEASURES:
            total = sum(expected(name, theirs.get(query, {})) for query in queries)
            pairs.append((f"{kind} {name}", record[name], total / max(1, len(queries))))
    return pairs


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--search", required=True)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    count, nonzero, unequal = 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.rounds):
            for what, mine, theirs in compare(options.search, chance, Path(folder)):
                count += 1
                nonzero += theirs > 0
                if not abs(mine - theirs) <= 1e-6:
                    unequal += 1
                    print(f"round {number}: {what}: {mine}, pytrec_eval {theirs}")
    print(f"{count} compared, {nonzero} of them not 0, {unequal} unequal, seed {options.seed}")
    sys.exit(1 if unequal or not nonzero else 0)


if __name__ == "__main__":
    main()
