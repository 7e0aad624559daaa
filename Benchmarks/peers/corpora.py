"""Corpora and queries as tokens separated by spaces, so that every engine gets the same."""

import io
import json
import math
import random
import re
import subprocess

QUERY_SETS = ("queries", "web.queries")
SET_NAMES = {"queries": "sequences", "web.queries": "web"}
QUERY_COUNT = 200
HAN = ("\u2e80-\u2eff\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff"
       "\uf900-\ufaff\U00020000-\U0003ffff")
ASCII_WORD = re.compile("[a-z0-9]+")
WORD_OR_HAN = re.compile(f"[{HAN}]|[^\\W{HAN}]+")


class Corpus:
    """The token file and the query files of a corpus, made where they are missing."""

    def __init__(self, name, work):
        self.name = name
        self.work = work / name
        self.work.mkdir(parents=True, exist_ok=True)
        self.tokens = self.work / "tokens.tsv"
        self.origin = {name: "given" for name in QUERY_SETS}
        self.note = ""

    def queries(self, name, quoted=False):
        return self.work / f"{name}{'.quoted' if quoted else ''}.tsv"

    def read_queries(self, name):
        for line in self.queries(name).read_text(encoding="utf-8").splitlines():
            key, text = line.split("\t", 1)
            yield key, text.split(" ")

    def index(self, engine):
        return self.work / f"index-{engine.name}"

    def answers(self, engine, name, mode):
        return self.work / f"{engine.name}.{name}.{mode}.answers"

    def documents(self):
        with open(self.tokens, encoding="utf-8", newline="\n") as lines:
            for line in lines:
                key, text = line.rstrip("\n").split("\t", 1)
                yield key, text.split(" ") if text else []

    def finish(self, sources):
        """Writes the query files, drawing those that nobody gave, and counts."""
        drawn = None
        for name in QUERY_SETS:
            pairs = sources.get(name)
            if not pairs:
                drawn = drawn or draw_queries(self)
                pairs, self.origin[name] = drawn[name], "drawn"
            with open(self.queries(name), "w", encoding="utf-8") as plain, \
                    open(self.queries(name, True), "w", encoding="utf-8") as quoted:
                for key, words in pairs[:QUERY_COUNT]:
                    plain.write(f"{key}\t{' '.join(words)}\n")
                    quoted.write(f"{key}\t\"{' '.join(words)}\"\n")
        self.document_count = self.token_count = 0
        for _, words in self.documents():
            self.document_count += 1
            self.token_count += len(words)
        return self


def file_corpus(path, work):
    """NAME.jsonl or NAME.jsonl.zst, with NAME.queries.tsv and NAME.web.queries.tsv beside it."""
    name = path.name.split(".")[0]
    corpus = Corpus(name, work)
    pattern = ASCII_WORD if name.endswith("-en") else WORD_OR_HAN
    if not corpus.tokens.exists():
        part = corpus.work / "tokens.part"
        with open_lines(path) as lines, open(part, "w", encoding="utf-8") as file:
            for number, line in enumerate(lines):
                record = json.loads(line)
                text = f"{record.get('title') or ''}\n{record['text']}".lower()
                key = re.sub(r"\s", "_", str(record.get("id", number)))
                file.write(f"{key}\t{' '.join(pattern.findall(text))}\n")
        part.rename(corpus.tokens)
    sources = {}
    for kind in QUERY_SETS:
        source = path.parent / f"{name}.{kind}.tsv"
        if source.exists():
            sources[kind] = read_pairs(source, pattern)
    return corpus.finish(sources)


def reordered_corpus(corpus, documents_in_order):
    """The same documents in another order, so that every engine has them so.

    `documents_in_order` gives the keys, and is called only if they are needed.
    """
    other = Corpus(f"{corpus.name}-reordered", corpus.work.parent)
    if not other.tokens.exists():
        with open(corpus.tokens, encoding="utf-8", newline="\n") as file:
            lines = {line.split("\t", 1)[0]: line for line in file}
        part = other.work / "tokens.part"
        with open(part, "w", encoding="utf-8") as file:
            file.writelines(lines.pop(key) for key in documents_in_order())
        if lines:
            raise SystemExit(f"{corpus.name}: {len(lines)} documents have no place in the order")
        part.rename(other.tokens)
    other.origin = corpus.origin
    other.note = "in the order of search optimize"
    return other.finish({name: list(corpus.read_queries(name)) for name in QUERY_SETS})


def open_lines(path):
    if path.suffix == ".zst":
        process = subprocess.Popen(["zstdcat", path], stdout=subprocess.PIPE)
        return io.TextIOWrapper(process.stdout, encoding="utf-8", newline="\n")
    return open(path, encoding="utf-8", newline="\n")


def read_pairs(source, pattern):
    pairs = []
    for line in source.read_text(encoding="utf-8").splitlines():
        key, text = line.split("\t", 1)
        if words := pattern.findall(text.lower()):
            pairs.append((key, words))
    return pairs


def draw_queries(corpus, seed=1):
    """Sequences as they stand in documents, and one to five words of a document, rarer ones more
    often than they stand there: every distinct word of it is as likely."""
    chance = random.Random(seed)
    sample = []
    for number, (_, words) in enumerate(corpus.documents()):
        if len(words) < 8:
            continue
        # Every document is as likely to be in the sample (Vitter's algorithm R).
        if len(sample) < 2 * QUERY_COUNT:
            sample.append(words)
        elif (place := chance.randrange(number + 1)) < len(sample):
            sample[place] = words
    if not sample:
        raise SystemExit(f"{corpus.name}: no document has eight words to draw queries from")
    sequences, web = [], []
    for number in range(QUERY_COUNT):
        words = sample[chance.randrange(len(sample))]
        length = chance.randint(2, 6)
        start = chance.randrange(len(words) - length + 1)
        sequences.append((f"s{number}", words[start:start + length]))
        words = sorted(set(sample[chance.randrange(len(sample))]))
        count = min(len(words), chance.choice((1, 2, 2, 2, 3, 3, 4, 5)))
        web.append((f"w{number}", chance.sample(words, count)))
    return {"queries": sequences, "web.queries": web}


# A corpus from nothing

ZIPF_DOCUMENTS = 20_000
ZIPF_WORDS = 200_000


def zipf_corpus(work, seed=1):
    """Made-up documents: words by the law of Zipf and Mandelbrot, lengths log-normal, words that come
    again in a document, and pairs of words that often stand together."""
    corpus = Corpus("zipf", work)
    corpus.note = (f"made up: {ZIPF_DOCUMENTS:,} documents of words by Zipf's law, seed {seed}, "
                   "not a language")
    if not corpus.tokens.exists():
        part = corpus.work / "tokens.part"
        with open(part, "w", encoding="utf-8") as file:
            for number, words in enumerate(zipf_documents(random.Random(seed))):
                file.write(f"z{number}\t{' '.join(words)}\n")
        part.rename(corpus.tokens)
    return corpus.finish({})


def zipf_documents(chance):
    weights, total = [], 0.0
    for rank in range(1, ZIPF_WORDS + 1):
        total += 1 / (rank + 2.7) ** 1.05
        weights.append(total)
    words = [spelled(number) for number in range(ZIPF_WORDS)]
    for _ in range(ZIPF_DOCUMENTS):
        length = min(3_000, max(3, int(math.exp(chance.gauss(4.9, 0.8)))))
        fresh = chance.choices(range(ZIPF_WORDS), cum_weights=weights, k=length)
        document = []
        for number in fresh:
            kind = chance.random()
            if document and kind < 0.12:
                number = document[chance.randrange(len(document))]
            elif document and kind < 0.25:
                # The companion of the word before.
                number = (document[-1] * 7 + 13) % 5_000
            document.append(number)
        yield [words[number] for number in document]


def spelled(number):
    """A word of syllables for a number."""
    word = ""
    while True:
        number, rest = divmod(number, 75)
        word += "bdfgklmnprstvwz"[rest // 5] + "aeiou"[rest % 5]
        if number == 0:
            return word
        number -= 1
