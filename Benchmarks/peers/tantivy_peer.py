"""tantivy on tokens separated by spaces. See README.md.

index  TOKENS DIRECTORY MEGABYTES
answer DIRECTORY QUERIES MODE LIMIT OUTPUT     id TAB count TAB scores
time   DIRECTORY QUERIES MODE LIMIT top|count WARMUPS PASSES
"""

import collections
import json
import sys
import time
from pathlib import Path

import tantivy

BODY = "body"


def open_index(directory):
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("id", stored=True, indexed=False)
    builder.add_text_field(BODY, tokenizer_name="spaces", index_option="position")
    index = tantivy.Index(builder.build(), path=directory)
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("spaces", spaces)
    return index


def make_index(tokens, directory, megabytes):
    with open(tokens, encoding="utf-8", newline="\n") as file:
        lines = [line.rstrip("\n").split("\t", 1) for line in file]
    Path(directory).mkdir()
    index = open_index(directory)
    wall, cpu = time.perf_counter(), time.process_time()
    writer = index.writer(heap_size=int(megabytes) << 20, num_threads=1)
    for key, text in lines:
        document = tantivy.Document()
        document.add_bytes("id", key.encode())
        document.add_text(BODY, text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    print(json.dumps({
        "wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}))


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


def read_queries(schema, file, mode):
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        key, text = line.split("\t", 1)
        yield key, make_query(schema, text.split(" "), mode)


def answer(directory, queries, mode, limit, output):
    index = open_index(directory)
    searcher = index.searcher()
    if searcher.num_segments != 1:
        sys.exit("more than one segment")
    with open(output, "w", encoding="utf-8") as file:
        for key, query in read_queries(index.schema, queries, mode):
            found = searcher.search(query, int(limit), count=True)
            scores = " ".join(str(score) for score, _ in found.hits)
            file.write(f"{key}\t{found.count}\t{scores}\n")


def measure(searcher, queries, limit, count, warmups, passes):
    best = [float("inf")] * len(queries)
    hits = 0
    for run in range(warmups + passes):
        for number, query in enumerate(queries):
            start = time.perf_counter_ns()
            found = searcher.search(query, limit, count=count)
            duration = time.perf_counter_ns() - start
            hits += len(found.hits)
            if run >= warmups:
                best[number] = min(best[number], duration)
    return sum(best) / len(best) / 1e3, hits


def measure_file(directory, queries, mode, limit, what, warmups, passes):
    index = open_index(directory)
    searcher = index.searcher()
    parsed = [query for _, query in read_queries(index.schema, queries, mode)]
    count, limit = what == "count", int(limit)
    mean, hits = measure(searcher, parsed, limit, count, int(warmups), int(passes))
    # What a call costs that finds nothing.
    nothing = [tantivy.Query.term_query(index.schema, BODY, "\x01", "freq")]
    floor, _ = measure(searcher, nothing, limit, count, 100, 1000)
    print(json.dumps({"mean_us": mean, "hits": hits, "floor_us": floor}))


COMMANDS = {"index": make_index, "answer": answer, "time": measure_file}
COMMANDS[sys.argv[1]](*sys.argv[2:])
