#!/usr/bin/env python3
"""Compares tools that people find text in files with: search, ripgrep, Recoll, SQLite FTS5.

Same folder, same questions: how long the first index takes, how long it takes to bring it up to date
after one file has changed, how long a question takes (whole process, as typed in a shell), how large the
index is, and how much of what is there each finds. Questions are stretches of text drawn at random from
the files, of each language by itself; the true answer is what a plain scan of the files finds. Tools that
are not installed are named and left out.

  tools.py --search .build/release/search --folder ~/notes
  tools.py --search .build/release/search --corpora DIR [--eval DIR] --megabytes 100

With --corpora a folder of files is written first, from NAME.jsonl.zst of each language and, for Thai,
xquad-th/corpus.jsonl of --eval.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata

HERE = pathlib.Path(__file__).resolve()

# Which letters belong to a language's questions, and how many of them a question has.
LANGUAGES = {
    "English": ("[A-Za-z]", None),
    "Chinese": ("[\u4e00-\u9fff]", (2, 4)),
    "Japanese": ("[\u3040-\u30ff\u4e00-\u9fff]", (2, 4)),
    "Korean": ("[\uac00-\ud7a3]", (2, 4)),
    "Thai": ("[\u0e01-\u0e3a\u0e40-\u0e4e]", (4, 8)),
}
SOURCES = {"English": "gutenberg-en", "Chinese": "wiki-zh", "Japanese": "aozora-ja", "Korean": "wiki-ko"}
FILE_BYTES = 25_000
# Whole words; what has an apostrophe in it is another one.
WORD = r"(?<![\w'’]){}(?![\w'’])"


# MARK: The folder


def documents(language, options):
    """The texts of a language, one after another."""
    if language == "Thai":
        path = options.eval and pathlib.Path(options.eval) / "xquad-th/corpus.jsonl"
        if not path or not path.exists():
            print("no Thai texts: --eval with xquad-th is not given", file=sys.stderr)
            return
        for line in open(path, encoding="utf-8"):
            yield json.loads(line).get("text", "")
        return
    path = pathlib.Path(options.corpora) / f"{SOURCES[language]}.jsonl.zst"
    if not path.exists():
        print(f"no {language} texts: {path} is not there", file=sys.stderr)
        return
    with subprocess.Popen(["zstdcat", path], stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            yield json.loads(line)["text"]
        process.kill()


def write_folder(folder, options):
    """Writes files of about FILE_BYTES each, a folder for each language."""
    share = options.megabytes * 1_000_000 // len(SOURCES)
    for language in LANGUAGES:
        # Of Thai there is little: files of a paragraph.
        size = 2_000 if language == "Thai" else FILE_BYTES
        home = folder / language.lower()
        home.mkdir(parents=True)
        written, pending, count = 0, [], 0
        for text in documents(language, options):
            pending.append(text)
            if sum(map(len, pending)) * (1 if language == "English" else 3) < size:
                continue
            data = ("\n\n".join(pending) + "\n").encode("utf-8")
            (home / f"{count:05}.txt").write_bytes(data)
            written, pending, count = written + len(data), [], count + 1
            if written >= share:
                break


def read_folder(folder):
    """The files by their paths, as text; what is no UTF-8 is left out."""
    texts = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        try:
            texts[str(path.relative_to(folder))] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            pass
    return texts


# MARK: Questions


def questions(texts, language, count, generator):
    """Stretches of letters, each with the files that hold it."""
    letters, lengths = LANGUAGES[language]
    run = re.compile(letters + "+")
    names = [name for name, text in texts.items() if run.search(text)]
    if language != "English":
        # Of a mixed folder the files in which there is most of it.
        names = [name for name in names if len(run.findall(texts[name])) > 20]
    found = []
    tries = 0
    while names and len(found) < count and tries < 100 * count:
        tries += 1
        text = texts[generator.choice(names)]
        if language == "English":
            words = list(re.finditer(WORD.format("[A-Za-z]+ [A-Za-z]+"), text))
            if not words:
                continue
            question = generator.choice(words).group()
        else:
            runs = [m.group() for m in run.finditer(text) if len(m.group()) >= lengths[1]]
            if not runs:
                continue
            stretch = generator.choice(runs)
            length = generator.randint(*lengths)
            start = generator.randrange(len(stretch) - length + 1)
            question = stretch[start:start + length]
            # A mark is no beginning of anything, and what one follows no end.
            after = stretch[start + length:start + length + 1]
            if any(unicodedata.category(letter)[0] == "M" for letter in question[0] + after):
                continue
        if question not in found:
            found.append(question)
    answers = []
    for question in found:
        if language == "English":
            pattern = re.compile(WORD.format(question))
            answer = {name for name, text in texts.items() if pattern.search(text)}
        else:
            # Whole letters: what a mark follows is another one.
            pattern = re.compile(re.escape(question) + "(?![\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])")
            answer = {name for name, text in texts.items() if pattern.search(text)}
        answers.append((question, answer))
    return answers


# MARK: Tools


def run(command, folder, environment=None, accepted=(0, 1)):
    """Runs a command in the folder; what it prints, and the seconds it took."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})}
    start = time.perf_counter()
    result = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    seconds = time.perf_counter() - start
    if result.returncode not in accepted:
        print(f"{command[0]}: status {result.returncode}: {result.stderr[-300:]!r}", file=sys.stderr)
    return result.stdout, seconds


def size(path):
    """Bytes of a file, or of all files below a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


class Tool:
    """A way to find text in a folder."""

    name = ""

    def __init__(self, folder, work, options):
        self.folder, self.work, self.options = folder, work, options

    def missing(self):
        """Why it cannot be run; None if it can."""
        return None

    def index(self):
        """Makes or updates the index; the seconds that took, or None where there is none."""
        return None

    def index_bytes(self):
        return 0

    def ask(self, question):
        """The files that are found, and the seconds that took."""
        raise NotImplementedError


class Search(Tool):
    name = "search"

    def missing(self):
        return None if pathlib.Path(self.options.search).exists() else f"no {self.options.search}"

    def index(self):
        command = [self.options.search, "index", ".", "--quiet", "--index", str(self.work / "search")]
        return run(command, self.folder, accepted=(0, 2))[1]

    def index_bytes(self):
        return size(self.work / "search")

    def ask(self, question):
        # In quotes, since the other tools are asked for the stretch as it stands, too.
        command = [self.options.search, "query", "-l", "-0", "--index", str(self.work / "search"),
                   *self.options.search_option, "--", f'"{question}"']
        output, seconds = run(command, self.folder)
        return {name.decode() for name in output.split(b"\0") if name}, seconds


class Ripgrep(Tool):
    name = "ripgrep"

    def missing(self):
        return None if shutil.which("rg") else "ripgrep is not installed"

    def ask(self, question):
        # English questions are words, as in the other tools.
        words = ["-w"] if question.isascii() else []
        command = ["rg", "-l", "-0", "-F", *words, "--", question, "."]
        output, seconds = run(command, self.folder)
        return {name.decode().removeprefix("./") for name in output.split(b"\0") if name}, seconds


class Recoll(Tool):
    name = "Recoll"

    def missing(self):
        return None if shutil.which("recollindex") and shutil.which("recollq") else "not installed"

    def index(self):
        home = self.work / "recoll"
        home.mkdir(exist_ok=True)
        (home / "recoll.conf").write_text(f"topdirs = {self.folder}\nloglevel = 2\n")
        return run(["recollindex", "-c", str(home)], self.folder)[1]

    def index_bytes(self):
        return size(self.work / "recoll")

    def ask(self, question):
        command = ["recollq", "-c", str(self.work / "recoll"), "-b", "-n", "100000", f'"{question}"']
        output, seconds = run(command, self.folder)
        prefix = f"file://{self.folder}/"
        lines = output.decode("utf-8", "replace").splitlines()
        return {line.removeprefix(prefix) for line in lines if line.startswith(prefix)}, seconds


SQLITE_INDEXER = """
import os, sqlite3, sys
folder, path, tokenizer = sys.argv[1:]
db = sqlite3.connect(path)
db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS t USING fts5(path UNINDEXED, body, tokenize='{tokenizer}')")
db.execute("CREATE TABLE IF NOT EXISTS f(path TEXT PRIMARY KEY, size, mtime, row)")
known = {p: (s, m, r) for p, s, m, r in db.execute("SELECT * FROM f")}
for root, folders, files in os.walk(folder):
    folders[:] = [name for name in folders if not name.startswith('.')]
    for name in files:
        full = os.path.join(root, name)
        path = os.path.relpath(full, folder)
        stat = os.stat(full)
        old = known.pop(path, None)
        if old and old[:2] == (stat.st_size, stat.st_mtime_ns): continue
        try: body = open(full, encoding='utf-8').read()
        except UnicodeDecodeError: continue
        if old: db.execute("DELETE FROM t WHERE rowid = ?", (old[2],))
        row = db.execute("INSERT INTO t VALUES (?, ?)", (path, body)).lastrowid
        db.execute("INSERT OR REPLACE INTO f VALUES (?, ?, ?, ?)",
                   (path, stat.st_size, stat.st_mtime_ns, row))
for path, old in known.items():
    db.execute("DELETE FROM t WHERE rowid = ?", (old[2],))
    db.execute("DELETE FROM f WHERE path = ?", (path,))
db.commit()
"""


class SQLite(Tool):
    """FTS5 as programs use it: a table of the files' texts, kept up to date by sizes and times."""

    tokenizer = "unicode61"

    def missing(self):
        if not shutil.which("sqlite3"):
            return "sqlite3 is not installed"
        try:
            sqlite3.connect(":memory:").execute(
                f"CREATE VIRTUAL TABLE t USING fts5(x, tokenize='{self.tokenizer}')")
        except sqlite3.OperationalError as error:
            return str(error)
        return None

    @property
    def path(self):
        return self.work / f"{self.tokenizer}.sqlite"

    def index(self):
        command = [sys.executable, "-c", SQLITE_INDEXER, str(self.folder), str(self.path), self.tokenizer]
        return run(command, self.folder)[1]

    def index_bytes(self):
        return size(self.path)

    def ask(self, question):
        command = ["sqlite3", str(self.path), f"SELECT path FROM t WHERE t MATCH '\"{question}\"'"]
        output, seconds = run(command, self.folder)
        return set(output.decode().splitlines()), seconds


class SQLiteWords(SQLite):
    name = "FTS5 unicode61"


class SQLiteTrigrams(SQLite):
    name = "FTS5 trigram"
    tokenizer = "trigram"


TOOLS = [Search, Ripgrep, Recoll, SQLiteWords, SQLiteTrigrams]


# MARK: Measuring


def measure(tool, asked, victim):
    """What a tool takes and finds."""
    print(f"{tool.name} …", file=sys.stderr)
    row = {"name": tool.name, "first": tool.index()}
    row["bytes"] = tool.index_bytes()
    # Once, so that all of them find their files in memory.
    for answers in asked.values():
        for question, _ in answers[:2]:
            tool.ask(question)
    updates = []
    if row["first"] is not None:
        for number in range(3):
            # A file's time must differ for those who only look at it.
            time.sleep(1.1)
            with open(victim, "a", encoding="utf-8") as file:
                file.write(f"one more line {number}\n")
            updates.append(tool.index())
    row["update"] = statistics.median(updates) if updates else None
    row["recall"], row["none"], times, row["wrong"] = {}, {}, [], 0
    for language, answers in asked.items():
        shares, nothing = [], 0
        for question, truth in answers:
            found, seconds = tool.ask(question)
            times.append(seconds)
            shares.append(len(found & truth) / len(truth))
            nothing += not found & truth
            row["wrong"] += len(found - truth)
        row["recall"][language] = statistics.mean(shares)
        row["none"][language] = nothing
    row["query"], row["query90"] = statistics.median(times), statistics.quantiles(times, n=10)[8]
    return row


def seconds(value):
    if value is None:
        return "–"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def versions(options):
    """What was compared, on what and when."""
    commands = {"search": [options.search, "--version"], "ripgrep": ["rg", "--version"],
                "Recoll": ["recollindex", "-v"], "SQLite": ["sqlite3", "--version"]}
    found = []
    for name, command in commands.items():
        if not shutil.which(command[0]):
            continue
        result = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
        number = re.search(r"\d+(\.\d+)+", result.stdout + result.stderr)
        found.append(f"{name} {number.group() if number else '?'}")
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[0]
    return (f"{', '.join(found)}; {model.group(1) if model else 'unknown processor'}, "
            f"{os.cpu_count()} processors, load {load:.1f} at the start; {time.strftime('%Y-%m-%d')}")


def table(rows, asked, text_bytes):
    languages = list(asked)
    head = ["", "first index", "update", "query (median)", "query (90 %)", "index / text"]
    lines = ["| " + " | ".join(head + [f"{name}" for name in languages]) + " |",
             "| --- |" + " ---: |" * (len(head) - 1 + len(languages))]
    for row in rows:
        cells = [row["name"], seconds(row["first"]), seconds(row["update"]), seconds(row["query"]),
                 seconds(row["query90"]), f"{row['bytes'] / text_bytes:.2f}" if row["bytes"] else "–"]
        for name in languages:
            share = f"{100 * row['recall'][name]:.1f} %"
            if row["none"][name]:
                share += f" ({row['none'][name]} of {len(asked[name])} not at all)"
            cells.append(share)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--search", default=str(HERE.parents[2] / ".build/release/search"))
    parser.add_argument("--search-option", action="append", default=[],
                        help="a further option of search query, as --no-update")
    parser.add_argument("--folder", help="a folder of text files; it is copied, and the copy changed")
    parser.add_argument("--corpora", default=os.environ.get("SEARCH_CORPORA"))
    parser.add_argument("--eval", default=os.environ.get("SEARCH_EVAL"))
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--questions", type=int, default=40, help="of each language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", help="the name of a tool")
    parser.add_argument("--json", help="a file for all figures")
    options = parser.parse_args()
    about = versions(options)
    options.search = str(pathlib.Path(options.search).resolve())
    if not options.folder and not options.corpora:
        parser.error("give --folder, or --corpora (SEARCH_CORPORA)")
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch).resolve()
        folder, work = scratch / "folder", scratch / "work"
        work.mkdir()
        if options.folder:
            shutil.copytree(options.folder, folder, ignore=shutil.ignore_patterns(".*"))
        else:
            write_folder(folder, options)
        texts = read_folder(folder)
        text_bytes = sum(len(text.encode()) for text in texts.values())
        generator = random.Random(options.seed)
        asked = {}
        for language in LANGUAGES:
            answers = questions(texts, language, options.questions, generator)
            if answers:
                asked[language] = answers
        if not asked:
            sys.exit("the folder holds no text that questions could be drawn from")
        rows = []
        for kind in TOOLS:
            if options.only and kind.name not in options.only:
                continue
            tool = kind(folder, work, options)
            reason = tool.missing()
            if reason:
                print(f"{kind.name} is left out: {reason}", file=sys.stderr)
                continue
            rows.append(measure(tool, asked, next(iter(folder / name for name in texts))))
        count = sum(map(len, asked.values()))
        print(f"{len(texts)} files, {text_bytes / 1e6:.0f} MB, {count} questions, seed {options.seed}\n{about}\n")
        print(table(rows, asked, text_bytes))
        print("\nFiles found that do not hold the question as it stands: "
              + ", ".join(f"{row['name']} {row['wrong']}" for row in rows))
        if options.json:
            pathlib.Path(options.json).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
