"""Whether `search` and Lucene find the same documents for queries of every kind.

    semantics.py --search BINARY --work FOLDER [--queries 5000] [--seed 1]

The same made-up documents on the same tokens; Boolean trees of words, phrases, ordered and unordered
nearness, prefixes, wildcards, words with edits, so-many-of and everything. FOLDER is where `setup.sh` has
put its environment. Without Lucene or Java it says so and ends with 0; where an answer differs, with 1.

Three definitions differ, and are kept apart: unordered nearness is that of SQLite's FTS5, which is Lucene's
for two different words; Lucene takes no word that differs by as many letters as the shorter one has; and
what has nothing but NOT finds nothing in both.
"""

import argparse
import json
import random
import subprocess
import sys
from pathlib import Path

from engines import Missing, compile_peer, find_java, unpack_jars

HERE = Path(__file__).resolve().parent


def word(chance):
    return "".join(chance.choice("abcd") for _ in range(min(chance.randint(1, 6), chance.randint(1, 6))))


def long_word(chance, least):
    return "".join(chance.choice("abcd") for _ in range(chance.randint(least, least + 2)))


def leaf(chance):
    """A query as it is typed, and as LuceneSemantics reads it."""
    kind = chance.choice(["word", "word", "phrase", "order", "near", "prefix", "wildcard", "fuzzy", "all"])
    if kind == "word":
        text = word(chance)
        return text, f"(word {text})"
    if kind == "phrase":
        words = " ".join(word(chance) for _ in range(chance.randint(2, 3)))
        return f'"{words}"', f"(phrase {words})"
    if kind == "order":
        words = " ".join(word(chance) for _ in range(chance.randint(2, 3)))
        distance = chance.randint(0, 6)
        return f'"{words}"~{distance}', f"(order {distance} {words})"
    if kind == "near":
        first, second = word(chance), word(chance)
        if first == second:
            return leaf(chance)
        distance = chance.randint(0, 6)
        return f"NEAR({first} {second}, {distance})", f"(near {distance} {first} {second})"
    if kind == "prefix":
        text = word(chance)[:3]
        return f"{text}*", f"(prefix {text}*)".replace("*", "")
    if kind == "wildcard":
        inner = "".join(chance.choice("abcd?*") for _ in range(chance.randint(1, 3)))
        return f"a{inner}b", f"(wildcard a{inner}b)"
    if kind == "fuzzy":
        edits = chance.randint(1, 2)
        text = long_word(chance, 3 if edits == 1 else 5)
        return f"{text}~{edits}", f"(fuzzy {edits} {text})"
    return "*", "(everything)"


def tree(chance, depth=0):
    if depth > 2 or chance.random() < 0.4:
        return leaf(chance)
    inner = [tree(chance, depth + 1) for _ in range(chance.randint(2, 3))]
    typed, read = [text for text, _ in inner], [text for _, text in inner]
    kind = chance.choice(["and", "or", "without", "least"])
    if kind == "and":
        return f"({' AND '.join(typed)})", f"(and {' '.join(read)})"
    if kind == "or":
        return f"({' OR '.join(typed)})", f"(or {' '.join(read)})"
    if kind == "without":
        return f"({typed[0]} AND NOT {typed[1]})", f"(without {read[0]} {read[1]})"
    count = chance.randint(1, len(inner))
    return f"({' '.join(typed)})@{count}", f"(least {count} {' '.join(read)})"


def peer(options):
    """The command that runs Lucene; Missing where it cannot be had."""
    jars, classes = options.work / "jars", options.work / "classes"
    java, version = find_java(None)
    if not list(jars.glob("lucene-core-*.jar")) if jars.exists() else True:
        unpack_jars(jars)
    compile_peer(HERE / "LuceneSemantics.java", jars, classes, java)
    path = ":".join(map(str, [classes, *sorted(jars.glob("lucene-*.jar"))]))
    return [java, "-Xmx1g", "-cp", path, "LuceneSemantics"], version


def found_by_search(options, documents, queries):
    folder = options.work / "semantics"
    subprocess.run(["rm", "-rf", str(folder)], check=True)
    (folder / "docs").mkdir(parents=True)
    with open(folder / "docs" / "d.jsonl", "w") as file:
        for number, text in enumerate(documents):
            file.write(json.dumps({"id": str(number), "text": text}) + "\n")
    with open(folder / "queries.tsv", "w") as file:
        for number, query in enumerate(queries):
            file.write(f"q{number}\t{query}\n")
    tool = [str(options.search)]
    index = ["--index", str(folder / "index")]
    subprocess.run([*tool, "index", "--analyzer", "whitespace", *index, "docs"],
                   cwd=folder, check=True, capture_output=True)
    done = subprocess.run(
        [*tool, "query", "--no-update", "--syntax", "strict", "--queries", "queries.tsv", "-k", "100000",
         "--format", "trec", *index], cwd=folder, capture_output=True, text=True)
    if done.returncode == 2:
        sys.exit(done.stderr)
    found = [set() for _ in queries]
    for line in done.stdout.splitlines():
        cells = line.split()
        found[int(cells[0][1:])].add(int(cells[2].split("#")[-1]))
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--search", type=lambda path: Path(path).resolve(), required=True)
    arguments.add_argument("--work", type=lambda path: Path(path).resolve(), required=True)
    arguments.add_argument("--queries", type=int, default=5_000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    try:
        command, version = peer(options)
    except Missing as reason:
        print(f"semantics: skipped, {reason}")
        return 0
    chance = random.Random(options.seed)
    documents = [" ".join(word(chance) for _ in range(chance.randint(1, 40))) for _ in range(400)]
    queries = [tree(chance) for _ in range(options.queries)]
    mine = found_by_search(options, documents, [typed for typed, _ in queries])
    folder = options.work / "semantics"
    (folder / "documents").write_text("".join(text + "\n" for text in documents))
    (folder / "trees").write_text("".join(read + "\n" for _, read in queries))
    subprocess.run([*command, "answer", *(str(folder / name) for name in ["documents", "trees", "found"])],
                   check=True)
    theirs = [set(map(int, line.split())) for line in (folder / "found").read_text().splitlines()]
    differing = [number for number in range(len(queries)) if mine[number] != theirs[number]]
    for number in differing[:10]:
        extra, lacking = mine[number] - theirs[number], theirs[number] - mine[number]
        print(f"{queries[number][0]}: search alone {sorted(extra)[:5]}, Lucene alone {sorted(lacking)[:5]}")
    empty = sum(not found for found in theirs)
    print(f"semantics: {len(queries)} queries over {len(documents)} documents, seed {options.seed}: "
          f"{len(differing)} differ; {empty} find nothing; Java {version}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
