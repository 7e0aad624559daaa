"""Other engines, written and read by processes of their own: `peer_engines.py write|read ENGINE [PATH]`.

Writing commits 20 documents after the other and says `ack N` after each commit, until it is killed or has
made as many commits as it was told. Reading takes paths from standard input and answers each with a line of
JSON: what every query finds, with the stored text.
"""

import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys

PER_COMMIT = 20
WORDS = [f"w{number}" for number in range(100)]
QUERIES = [[word] for word in WORDS] + [[WORDS[n], WORDS[n + 7]] for n in range(22)]


def text(number):
    """The text of a document: words of which some are frequent, always `common`."""
    generator = random.Random(number)
    words = [WORDS[min(generator.randrange(100), generator.randrange(100))] for _ in range(30)]
    return " ".join(["common", *words, f"end{number}"])


def digest(pairs):
    """What a query found, in a few characters."""
    joined = json.dumps(sorted(pairs))
    return f"{len(pairs)} {hashlib.sha1(joined.encode()).hexdigest()[:12]}"


class SQLite:
    """FTS5, contents stored; `journal` and `synchronous` as the pragmas say, None for the default."""

    def __init__(self, journal=None, synchronous=None):
        self.journal, self.synchronous = journal, synchronous

    def open(self, path):
        self.data = sqlite3.connect(os.path.join(path, "index.db"), isolation_level=None)
        if self.journal:
            self.data.execute(f"pragma journal_mode={self.journal}").fetchall()
        if self.synchronous:
            self.data.execute(f"pragma synchronous={self.synchronous}")

    def create(self, path):
        self.open(path)
        self.data.execute("create virtual table if not exists t using fts5(id unindexed, body)")

    def commit(self, documents):
        self.data.execute("begin")
        for number, body in documents:
            self.data.execute("insert into t values (?, ?)", (str(number), body))
        self.data.execute("commit")

    def find(self, words):
        query = " OR ".join(words)
        return list(self.data.execute("select id, body from t where t match ?", (query,)))

    def close(self):
        self.data.close()


class Tantivy:
    """The defaults of its writer, one thread."""

    def schema(self):
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("body", stored=True)
        return builder.build()

    def open(self, path):
        import tantivy

        self.index = tantivy.Index(self.schema(), path=path)
        self.searcher = self.index.searcher()

    def create(self, path):
        self.open(path)
        self.writer = self.index.writer(heap_size=30 << 20, num_threads=1)

    def commit(self, documents):
        import tantivy

        for number, body in documents:
            self.writer.add_document(tantivy.Document(id=str(number), body=body))
        self.writer.commit()

    def find(self, words):
        query = self.index.parse_query(" ".join(words), ["body"])
        hits = self.searcher.search(query, 100_000).hits
        found = [self.searcher.doc(address) for _, address in hits]
        return [(document["id"][0], document["body"][0]) for document in found]

    def close(self):
        self.index = self.searcher = None


class Xapian:
    """The default back-end, glass."""

    def open(self, path):
        import xapian

        self.data = xapian.Database(path)

    def create(self, path):
        import xapian

        self.data = xapian.WritableDatabase(path, xapian.DB_CREATE_OR_OPEN)

    def commit(self, documents):
        import xapian

        for number, body in documents:
            document = xapian.Document()
            for position, word in enumerate(body.split()):
                document.add_posting(word, position)
            document.set_data(f"{number} {body}")
            self.data.add_document(document)
        self.data.commit()

    def find(self, words):
        import xapian

        enquire = xapian.Enquire(self.data)
        enquire.set_query(xapian.Query(xapian.Query.OP_OR, words))
        hits = enquire.get_mset(0, 100_000)
        return [hit.document.get_data().decode(errors="replace").split(" ", 1) for hit in hits]

    def close(self):
        self.data.close()


class Lucene:
    """The defaults of IndexWriter, by JPype."""

    isStarted = False

    def start(self):
        import glob

        import jpype
        import jpype.imports

        jars = glob.glob(os.path.join(os.environ["LUCENE_JARS"], "lucene-*.jar"))
        jpype.startJVM("--add-modules=jdk.incubator.vector", classpath=jars)
        Lucene.isStarted = True

    def directory(self, path):
        if not Lucene.isStarted:
            self.start()
        from java.nio.file import Paths
        from org.apache.lucene.store import FSDirectory

        return FSDirectory.open(Paths.get(path))

    def open(self, path):
        directory = self.directory(path)
        from org.apache.lucene.index import DirectoryReader
        from org.apache.lucene.search import IndexSearcher

        self.reader = DirectoryReader.open(directory)
        self.searcher = IndexSearcher(self.reader)

    def create(self, path):
        directory = self.directory(path)
        from org.apache.lucene.analysis.core import WhitespaceAnalyzer
        from org.apache.lucene.index import IndexWriter, IndexWriterConfig

        self.writer = IndexWriter(directory, IndexWriterConfig(WhitespaceAnalyzer()))

    def commit(self, documents):
        from org.apache.lucene.document import Document, Field, StringField, TextField

        for number, body in documents:
            document = Document()
            document.add(StringField("id", str(number), Field.Store.YES))
            document.add(TextField("body", body, Field.Store.YES))
            self.writer.addDocument(document)
        self.writer.commit()

    def find(self, words):
        from org.apache.lucene.index import Term
        from org.apache.lucene.search import BooleanClause, BooleanQuery, TermQuery

        builder = BooleanQuery.Builder()
        for word in words:
            builder.add(TermQuery(Term("body", word)), BooleanClause.Occur.SHOULD)
        fields = self.searcher.storedFields()
        hits = self.searcher.search(builder.build(), 100_000).scoreDocs
        found = [fields.document(hit.doc) for hit in hits]
        return [(str(document.get("id")), str(document.get("body"))) for document in found]

    def close(self):
        self.reader.close()


class Search:
    """This project's program: a run of `search index` for each commit."""

    tool = os.environ.get("SEARCH_TOOL", "search")

    def open(self, path):
        self.index = os.path.join(path, "index")

    def create(self, path):
        self.open(path)
        # The texts lie elsewhere: only the index is at stake.
        self.texts = path.rstrip("/") + ".jsonl"
        self.texts = os.path.join("/dev/shm", self.texts.replace("/", "_"))
        open(self.texts, "w").close()

    def commit(self, documents):
        with open(self.texts, "a") as file:
            for number, body in documents:
                file.write(json.dumps({"id": str(number), "text": body}) + "\n")
        command = [self.tool, "index", "--index", self.index, self.texts]
        subprocess.run(command, check=True, capture_output=True)

    def find(self, words):
        # Not brought up to date first, which would mend what is to be seen.
        command = [self.tool, "query", "--no-update", "--index", self.index, "--json", "-k", "100000", *words]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            raise OSError(done.stderr)
        hits = [json.loads(line) for line in done.stdout.splitlines()]
        hits = [hit for hit in hits if hit["type"] == "match"]
        return [(hit["key"].rsplit("#")[-1], hit["title"] + hit["snippet"]) for hit in hits]

    def close(self):
        pass


ENGINES = {
    "search": Search,
    "SQLite FTS5": SQLite,
    "SQLite FTS5, WAL, FULL": lambda: SQLite("wal", "full"),
    "SQLite FTS5, EXTRA": lambda: SQLite("delete", "extra"),
    "tantivy": Tantivy,
    "Xapian": Xapian,
    "Lucene": Lucene,
}


def write(engine, path, limit):
    """Commits until it is killed, or `limit` times."""
    engine.create(path)
    for commit in range(limit):
        first = commit * PER_COMMIT
        engine.commit([(number, text(number)) for number in range(first, first + PER_COMMIT)])
        print(f"ack {commit + 1}", flush=True)


def read(engine, queries):
    """Answers paths, one a line, with what is found."""
    for line in sys.stdin:
        answers = []
        try:
            engine.open(line.rstrip("\n"))
            for words in queries:
                answers.append(digest(engine.find(words)))
            engine.close()
            answer = {"answers": answers}
        except BaseException as error:  # A panic is no Exception.
            if isinstance(error, KeyboardInterrupt):
                raise
            is_panic = any(word in type(error).__name__ for word in ("Panic", "IndexOutOf", "Negative"))
            is_panic = is_panic or "java.lang" in str(type(error)) and "State" not in str(type(error))
            answer = {"answers": answers, "error": f"{type(error).__name__}: {error}"[:200], "panic": is_panic}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    engine = ENGINES[sys.argv[2]]()
    if sys.argv[1] == "write":
        write(engine, sys.argv[3], int(sys.argv[4]))
    else:
        read(engine, QUERIES if sys.argv[3] == "words" else [["common"]])
