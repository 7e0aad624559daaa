internal import Glibc
internal import Index

// The functions of search.h, where they are described. A test compares the names.

// Written once, before it is read.
nonisolated(unsafe) private let version = unsafe copied("0.1.0")

/// `search_version` of search.h.
@c(search_version)
public func searchVersion() -> UnsafePointer<CChar>? {
  // Never freed.
  unsafe UnsafePointer(version)
}

/// `search_string_free` of search.h.
@c(search_string_free)
public func searchStringFree(_ text: UnsafeMutablePointer<CChar>?) {
  // Made by `copied`.
  unsafe free(text)
}

// MARK: - Indexes

/// `search_index_open` of search.h.
@c(search_index_open)
public func searchIndexOpen(_ path: UnsafePointer<CChar>, _ error: ErrorText?) -> Handle? {
  // Pointers of the caller.
  unsafe reporting(error, otherwise: nil) { () throws(IndexError) in
    unsafe handle(try SearchIndex.open(at: unsafe text(path)))
  }
}

/// `search_index_open_or_create` of search.h.
@c(search_index_open_or_create)
public func searchIndexOpenOrCreate(
  _ path: UnsafePointer<CChar>, _ error: ErrorText?
) -> Handle? {
  // Pointers of the caller.
  unsafe reporting(error, otherwise: nil) { () throws(IndexError) in
    unsafe handle(try SearchIndex.openOrCreate(at: unsafe text(path)))
  }
}

/// `search_index_in_memory` of search.h.
@c(search_index_in_memory)
public func searchIndexInMemory(_ error: ErrorText?) -> Handle? {
  // Pointers of the caller.
  unsafe reporting(error, otherwise: nil) { () throws(IndexError) in
    unsafe handle(try SearchIndex.inMemory())
  }
}

/// `search_index_free` of search.h.
@c(search_index_free)
public func searchIndexFree(_ index: Handle?) {
  // Freed once.
  unsafe release(index, SearchIndex.self)
}

// MARK: - Writing

/// `search_writer_open` of search.h.
@c(search_writer_open)
public func searchWriterOpen(
  _ index: Handle, _ memoryBudget: UInt64, _ threads: Int32, _ error: ErrorText?
) -> Handle? {
  // Pointers of the caller.
  unsafe reporting(error, otherwise: nil) { () throws(IndexError) in
    let index = unsafe object(index, SearchIndex.self)
    let budget = memoryBudget == 0 ? 256 << 20 : Int(clamping: memoryBudget)
    return unsafe handle(
      WriterBox(try index.makeWriter(memoryBudget: budget, threadCount: Int(max(threads, 1)))))
  }
}

/// `search_writer_add` of search.h.
@c(search_writer_add)
public func searchWriterAdd(
  _ writer: Handle, _ key: UnsafePointer<CChar>, _ title: UnsafePointer<CChar>?,
  _ body: UnsafePointer<CChar>, _ names: UnsafePointer<UnsafePointer<CChar>?>?,
  _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ count: UInt64, _ error: ErrorText?
) -> Int32 {
  // Pointers of the caller.
  unsafe reporting(error, otherwise: -1) { () throws(IndexError) in
    var document = unsafe Document(key: text(key), title: text(title), body: text(body))
    if let names = unsafe names, let values = unsafe values, count > 0 {
      let most = SearchIndexLimits.valueCount
      guard count <= UInt64(most) else {
        throw .limit(what: "the number of values", found: Int(clamping: count), allowed: most)
      }
      for index in 0..<Int(count) {
        // The caller says that there are so many.
        unsafe document.fields.append(Document.Field(text(names[index]), text(values[index])))
      }
    }
    return try unsafe object(writer, WriterBox.self).writer.add(document) ? 1 : 0
  }
}

/// `search_writer_delete` of search.h.
@c(search_writer_delete)
public func searchWriterDelete(
  _ writer: Handle, _ key: UnsafePointer<CChar>, _ error: ErrorText?
) -> Int32 {
  // Pointers of the caller.
  unsafe reporting(error, otherwise: -1) { () throws(IndexError) in
    try unsafe object(writer, WriterBox.self).writer.delete(key: text(key)) ? 1 : 0
  }
}

/// `search_writer_commit` of search.h.
@c(search_writer_commit)
public func searchWriterCommit(_ writer: Handle, _ error: ErrorText?) -> Int64 {
  // Pointers of the caller.
  unsafe reporting(error, otherwise: -1) { () throws(IndexError) in
    Int64(try unsafe object(writer, WriterBox.self).writer.commit().documentCount)
  }
}

/// `search_writer_rollback` of search.h.
@c(search_writer_rollback)
public func searchWriterRollback(_ writer: Handle, _ error: ErrorText?) -> Int32 {
  // Pointers of the caller.
  unsafe reporting(error, otherwise: -1) { () throws(IndexError) in
    try unsafe object(writer, WriterBox.self).writer.rollback()
    return 0
  }
}

/// `search_writer_free` of search.h.
@c(search_writer_free)
public func searchWriterFree(_ writer: Handle?) {
  // Freed once; the lock is released even where the program has kept something else of the writer.
  if let writer = unsafe writer { unsafe object(writer, WriterBox.self).writer.close() }
  // Freed once.
  unsafe release(writer, WriterBox.self)
}

/// The bounds of what a C program passes.
private enum SearchIndexLimits {
  static let valueCount = Limits().valueCount
}

// MARK: - Searching

/// `search_snapshot_open` of search.h.
@c(search_snapshot_open)
public func searchSnapshotOpen(_ index: Handle, _ error: ErrorText?) -> Handle? {
  // Pointers of the caller.
  unsafe reporting(error, otherwise: nil) { () throws(IndexError) in
    unsafe handle(try object(index, SearchIndex.self).snapshot())
  }
}

/// `search_snapshot_count` of search.h.
@c(search_snapshot_count)
public func searchSnapshotCount(_ snapshot: Handle) -> Int64 {
  // A handle of the caller.
  unsafe Int64(object(snapshot, Snapshot.self).documentCount)
}

/// `search_snapshot_free` of search.h.
@c(search_snapshot_free)
public func searchSnapshotFree(_ snapshot: Handle?) {
  // Freed once.
  unsafe release(snapshot, Snapshot.self)
}

/// `search_snapshot_search` of search.h.
@c(search_snapshot_search)
public func searchSnapshotSearch(
  _ snapshot: Handle, _ query: UnsafePointer<CChar>, _ flags: UInt32, _ limit: Int32,
  _ seconds: Double, _ error: ErrorText?
) -> Handle? {
  // Pointers of the caller.
  unsafe reporting(error, otherwise: nil) { () throws(IndexError) in
    let snapshot = unsafe object(snapshot, Snapshot.self)
    let parsed = try snapshot.parse(
      unsafe text(query), matching: flags & 1 != 0 ? .all : .any,
      syntax: flags & 2 != 0 ? .strict : .lenient)
    let interruption = seconds > 0 ? Interruption(after: seconds) : nil
    let result = try snapshot.search(
      parsed, limit: Int(limit), suggesting: false, until: interruption)
    let snippets = flags & 4 != 0 ? [] : try snapshot.snippets(for: result.hits, query: parsed)
    return unsafe handle(Answer(result, snippets))
  }
}

/// `search_answer_count` of search.h.
@c(search_answer_count)
public func searchAnswerCount(_ answer: Handle) -> Int32 {
  // A handle of the caller.
  unsafe Int32(clamping: object(answer, Answer.self).count)
}

/// `search_answer_total` of search.h.
@c(search_answer_total)
public func searchAnswerTotal(_ answer: Handle) -> Int64 {
  // A handle of the caller.
  unsafe Int64(object(answer, Answer.self).totalCount)
}

/// `search_answer_key` of search.h.
@c(search_answer_key)
public func searchAnswerKey(_ answer: Handle, _ rank: Int32) -> UnsafePointer<CChar>? {
  // Lives as long as the answer.
  unsafe UnsafePointer(object(answer, Answer.self)[rank]?.key)
}

/// `search_answer_title` of search.h.
@c(search_answer_title)
public func searchAnswerTitle(_ answer: Handle, _ rank: Int32) -> UnsafePointer<CChar>? {
  // Lives as long as the answer.
  unsafe UnsafePointer(object(answer, Answer.self)[rank]?.title)
}

/// `search_answer_snippet` of search.h.
@c(search_answer_snippet)
public func searchAnswerSnippet(_ answer: Handle, _ rank: Int32) -> UnsafePointer<CChar>? {
  // Lives as long as the answer.
  unsafe UnsafePointer(object(answer, Answer.self)[rank]?.snippet)
}

/// `search_answer_score` of search.h.
@c(search_answer_score)
public func searchAnswerScore(_ answer: Handle, _ rank: Int32) -> Double {
  // A handle of the caller.
  unsafe Double(object(answer, Answer.self)[rank]?.score ?? 0)
}

/// `search_answer_match_count` of search.h.
@c(search_answer_match_count)
public func searchAnswerMatchCount(_ answer: Handle, _ rank: Int32) -> Int32 {
  // A handle of the caller.
  unsafe Int32(clamping: object(answer, Answer.self)[rank]?.matches.count ?? 0)
}

/// `search_answer_match` of search.h.
@c(search_answer_match)
public func searchAnswerMatch(
  _ answer: Handle, _ rank: Int32, _ match: Int32, _ start: UnsafeMutablePointer<UInt32>?,
  _ end: UnsafeMutablePointer<UInt32>?
) -> Int32 {
  // A handle of the caller.
  guard let hit = unsafe object(answer, Answer.self)[rank],
    hit.matches.indices.contains(Int(match))
  else { return -1 }
  let range = hit.matches[Int(match)]
  // Variables of the caller.
  unsafe start?.pointee = UInt32(clamping: range.lowerBound)
  unsafe end?.pointee = UInt32(clamping: range.upperBound)
  return 0
}

/// `search_answer_free` of search.h.
@c(search_answer_free)
public func searchAnswerFree(_ answer: Handle?) {
  // Freed once.
  unsafe release(answer, Answer.self)
}
