"""The index from Python, by ctypes and the functions of search.h: example.py LIBRARY"""

import ctypes
import sys
from ctypes import POINTER, byref, c_char_p, c_double, c_int32, c_int64, c_uint32, c_uint64, c_void_p

library = ctypes.CDLL(sys.argv[1])
ERROR = POINTER(c_void_p)


def function(name, result, *arguments):
    found = getattr(library, name)
    found.restype, found.argtypes = result, arguments
    return found


free_text = function("search_string_free", None, c_void_p)
version = function("search_version", c_char_p)
in_memory = function("search_index_in_memory", c_void_p, ERROR)
open_index = function("search_index_open", c_void_p, c_char_p, ERROR)
free_index = function("search_index_free", None, c_void_p)
open_writer = function("search_writer_open", c_void_p, c_void_p, c_uint64, c_int32, ERROR)
add = function("search_writer_add", c_int32, c_void_p, c_char_p, c_char_p, c_char_p,
               POINTER(c_char_p), POINTER(c_char_p), c_uint64, ERROR)
delete = function("search_writer_delete", c_int32, c_void_p, c_char_p, ERROR)
commit = function("search_writer_commit", c_int64, c_void_p, ERROR)
rollback = function("search_writer_rollback", c_int32, c_void_p, ERROR)
free_writer = function("search_writer_free", None, c_void_p)
open_snapshot = function("search_snapshot_open", c_void_p, c_void_p, ERROR)
document_count = function("search_snapshot_count", c_int64, c_void_p)
free_snapshot = function("search_snapshot_free", None, c_void_p)
search = function("search_snapshot_search", c_void_p, c_void_p, c_char_p, c_uint32, c_int32, c_double, ERROR)
count = function("search_answer_count", c_int32, c_void_p)
total = function("search_answer_total", c_int64, c_void_p)
key = function("search_answer_key", c_char_p, c_void_p, c_int32)
title = function("search_answer_title", c_char_p, c_void_p, c_int32)
snippet = function("search_answer_snippet", c_char_p, c_void_p, c_int32)
score = function("search_answer_score", c_double, c_void_p, c_int32)
match_count = function("search_answer_match_count", c_int32, c_void_p, c_int32)
match = function("search_answer_match", c_int32, c_void_p, c_int32, c_int32,
                 POINTER(c_uint32), POINTER(c_uint32))
free_answer = function("search_answer_free", None, c_void_p)


class SearchError(Exception):
    pass


def checked(call, *arguments):
    """Calls; what went wrong becomes an exception, its text freed."""
    error = c_void_p()
    result = call(*arguments, byref(error))
    if error.value:
        text = ctypes.string_at(error.value).decode()
        free_text(error)
        raise SearchError(text)
    return result


def put(writer, name, heading, body, **fields):
    texts = lambda values: (c_char_p * len(values))(*[value.encode() for value in values])
    return checked(add, writer, name.encode(), heading.encode(), body.encode(),
                   texts(list(fields)), texts(list(fields.values())), len(fields))


def ask(snapshot, query, flags=0, limit=10, seconds=5):
    """The hits of a query, matches between « and »."""
    answer = checked(search, snapshot, query.encode(), flags, limit, seconds)
    hits = []
    for rank in range(count(answer)):
        text, begin, end = snippet(answer, rank), c_uint32(), c_uint32()
        pieces, last = [], 0
        for number in range(match_count(answer, rank)):
            assert match(answer, rank, number, byref(begin), byref(end)) == 0
            pieces += [text[last:begin.value], "«".encode(), text[begin.value:end.value], "»".encode()]
            last = end.value
        hits.append((key(answer, rank).decode(), title(answer, rank).decode(),
                     b"".join(pieces + [text[last:]]).decode()))
        assert score(answer, rank) > 0
    assert key(answer, count(answer)) is None and total(answer) >= count(answer)
    free_answer(answer)
    return hits


index = checked(in_memory)
writer = checked(open_writer, index, 0, 1)
assert put(writer, "1", "芯片", "Rapidus 将量产 2 纳米芯片", lang="zh") == 0
assert put(writer, "2", "Chips", "Japan subsidises chip makers", lang="en") == 0
assert put(writer, "2", "Chips", "Japan subsidises makers of chips", lang="en") == 1
assert checked(commit, writer) == 2
snapshot = checked(open_snapshot, index)
put(writer, "3", "", "not committed")
checked(rollback, writer)
print(version().decode().count("."), document_count(snapshot))
print(*ask(snapshot, "芯片"), *ask(snapshot, "chip lang:en", flags=1), sep="\n")
for query in ["(a", "NEAR("]:
    try:
        ask(snapshot, query, flags=2)
    except SearchError as error:
        print(error)
for call, arguments in [(open_index, (b"/nowhere/at/all",)), (add, (writer, b"", b"", b"", None, None, 0))]:
    try:
        checked(call, *arguments)
    except SearchError as error:
        print(error)
assert checked(delete, writer, b"1") == 1 and checked(delete, writer, b"1") == 0
assert checked(commit, writer) == 1
# An object may go while others that were made from it live on.
free_index(index)
free_writer(writer)
print(ask(snapshot, "芯片")[0][0])
free_snapshot(snapshot)
