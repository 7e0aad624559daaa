"""tantivy on tokens separated by spaces; see runner.py."""

import collections
import sys
from pathlib import Path

import tantivy

import runner

BODY = "body"


def open_index(directory):
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("id", stored=True, indexed=False)
    builder.add_text_field(BODY, tokenizer_name="spaces", index_option="position")
    index = tantivy.Index(builder.build(), path=directory)
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("spaces", spaces)
    return index


def make_query(schema, words, mode):
    if mode == "phrase" and len(words) > 1:
        return tantivy.Query.phrase_query(schema, BODY, words)
    occur = tantivy.Occur.Must if mode == "and" else tantivy.Occur.Should
    clauses = []
    for word, count in collections.Counter(words).items():
        query = tantivy.Query.term_query(schema, BODY, word, "freq")
        if count > 1:
            query = tantivy.Query.boost_query(query, float(count))
        clauses.append((occur, query))
    return clauses[0][1] if len(clauses) == 1 else tantivy.Query.boolean_query(clauses)


class Tantivy:
    def index(self, documents, directory, megabytes):
        Path(directory).mkdir()
        index = open_index(directory)
        clock = runner.Clock()
        writer = index.writer(heap_size=megabytes << 20, num_threads=1)
        for key, text in documents:
            document = tantivy.Document()
            document.add_bytes("id", key.encode())
            document.add_text(BODY, text)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        clock.report()

    def open(self, directory):
        index = open_index(directory)
        self.schema, self.searcher = index.schema, index.searcher()
        if self.searcher.num_segments != 1:
            sys.exit("tantivy: more than one segment")

    def count(self, words, mode):
        return self.searcher.search(make_query(self.schema, words, mode), 1, count=True).count

    def scores(self, words, mode, limit):
        query = make_query(self.schema, words, mode)
        return [score for score, _ in self.searcher.search(query, limit, count=False).hits]

    def call(self, words, mode, limit, measure):
        query, search = make_query(self.schema, words, mode), self.searcher.search
        if measure == "top":
            return lambda: len(search(query, limit, count=False).hits)
        # It is never asked for no document at all: the bare count has the best one beside it.
        limit = limit if measure == "all" else 1
        return lambda: search(query, limit, count=True).count


runner.main(Tantivy())
