"""SQLite's FTS5 on words written w0, w1, …; see runner.py."""

import sqlite3
from pathlib import Path

import runner


def match(words, mode):
    if mode == "phrase":
        return '"' + " ".join(words) + '"'
    return (" AND " if mode == "and" else " OR ").join(dict.fromkeys(words))


class SQLite:
    def index(self, documents, directory, megabytes):
        Path(directory).mkdir()
        lexicon = runner.Lexicon()
        rows = [(number, " ".join(lexicon.add(text)))
                for number, (_, text) in enumerate(documents)]
        lexicon.save(directory)
        clock = runner.Clock()
        data = sqlite3.connect(f"{directory}/index.db", isolation_level=None)
        data.execute("PRAGMA journal_mode = off")
        data.execute(f"PRAGMA cache_size = -{megabytes << 10}")
        data.execute("CREATE VIRTUAL TABLE d USING fts5(body, content='', tokenize='ascii')")
        data.execute("BEGIN")
        data.executemany("INSERT INTO d(rowid, body) VALUES(?, ?)", rows)
        data.execute("INSERT INTO d(d) VALUES('optimize')")
        data.execute("COMMIT")
        data.close()
        clock.report()

    def open(self, directory):
        self.lexicon = runner.Lexicon.load(directory)
        self.data = sqlite3.connect(f"file:{directory}/index.db?mode=ro", uri=True)
        self.data.execute("PRAGMA mmap_size = 4000000000")

    def count(self, words, mode):
        return self.call(words, mode, 0, "count")()

    def scores(self, words, mode, limit):
        rows = self.data.execute(
            "SELECT rank FROM d WHERE d MATCH ? ORDER BY rank LIMIT ?",
            (match(self.lexicon.find(words), mode), limit))
        return [-rank for rank, in rows]

    def call(self, words, mode, limit, measure):
        text, execute = match(self.lexicon.find(words), mode), self.data.execute
        top = "SELECT rowid, rank FROM d WHERE d MATCH ? ORDER BY rank LIMIT ?"
        count = "SELECT count(*) FROM d WHERE d MATCH ?"

        def best():
            return len(execute(top, (text, limit)).fetchall())

        def number():
            return execute(count, (text,)).fetchone()[0]

        def both():
            best()
            return number()

        return {"top": best, "all": both, "count": number}[measure]


runner.main(SQLite())
