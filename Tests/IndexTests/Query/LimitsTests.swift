import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Each limit: one less and just as much is accepted, one more is one clear error.
struct LimitsTests {
  private static func index(_ limits: Limits = Limits()) throws -> SearchIndex {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace)),
      identifiers: SeededIdentifiers(seed: 1), limits: limits)
    let writer = try index.makeWriter()
    try writer.add(Document(key: "k", body: "a b c d e f"))
    try writer.commit()
    return index
  }

  /// Tries what comes to `value` with limits of one less, as much, and one more.
  private func check(
    _ limit: WritableKeyPath<Limits, Int>, _ what: String, _ value: Int,
    _ body: (Limits) throws -> Void
  ) {
    for allowed in [value - 1, value, value + 1] {
      var limits = Limits()
      limits[keyPath: limit] = allowed
      if allowed >= value {
        #expect(throws: Never.self, "\(what), \(allowed)") { try body(limits) }
      } else {
        #expect(throws: IndexError.limit(what: what, found: value, allowed: allowed)) {
          try body(limits)
        }
      }
    }
  }

  @Test func `queries are limited in bytes, terms, phrases, forms and hits`() throws {
    check(\.queryByteCount, "the length of the query in bytes", 7) { limits in
      _ = try Self.index(limits).snapshot().search("a b c d")
    }
    check(\.queryTermCount, "the number of terms in the query", 4) { limits in
      _ = try Self.index(limits).snapshot().search("a b c d")
    }
    check(\.phraseTermCount, "the number of terms in a phrase", 3) { limits in
      _ = try Self.index(limits).snapshot().search("\"a b c\" d e f a")
    }
    let snapshot = try Self.index().snapshot()
    let query = try snapshot.parse("a b")
    let count = try snapshot.expander(query).expanded(query.query).termCount
    #expect(count >= 2)
    check(\.expandedTermCount, "the number of terms of the query with all their forms", count) {
      _ = try Self.index($0).snapshot().search("a b")
    }
    check(\.hitCount, "the number of hits asked for", 5) { limits in
      _ = try Self.index(limits).snapshot().search("a", limit: 5)
    }
  }

  @Test func `documents are limited in keys, values, text and number`() throws {
    func add(_ document: Document, _ limits: Limits) throws {
      let writer = try Self.index(limits).makeWriter()
      try writer.add(document)
    }
    check(\.keyByteCount, "the length of a document's key in bytes", 5) { limits in
      try add(Document(key: "k\u{E9}\u{E9}", body: "x"), limits)
    }
    let values = (0..<3).map { Document.Field("f\($0)", "v") }
    check(\.valueCount, "the number of values of document 'v'", 3) { limits in
      try add(Document(key: "v", body: "x", fields: values), limits)
    }
    check(\.textByteCount, "the text of document 't' in bytes", 45) { limits in
      try add(
        Document(
          key: "t", title: "ti", body: "0123456", fields: [Document.Field("na", "me")]), limits)
    }
    check(\.documentCount, "the number of documents", 2) { limits in
      try add(Document(key: "second", body: "x"), limits)
    }
  }

  @Test func `a document beyond a limit leaves the writer as it was`() throws {
    var limits = Limits()
    limits.textByteCount = 11
    let index = try Self.index(limits)
    let writer = try index.makeWriter()
    #expect(throws: IndexError.self) { try writer.add(Document(key: "k", body: "123456789012")) }
    try writer.add(Document(key: "n", body: "12345678901"))
    try writer.commit()
    #expect(try index.snapshot().documentCount == 2)
    #expect(try index.snapshot().search("a").hits.count == 1)
  }

  @Test func `an index that is copied is limited in bytes`() throws {
    let folder = TemporaryDirectory()
    let index = try SearchIndex.openOrCreate(at: folder.path("i"))
    let writer = try index.makeWriter()
    try writer.add(Document(key: "k", body: "a"))
    try writer.commit()
    let byteCount = try index.snapshot().statistics().byteCount
    check(\.copiedByteCount, "the length of an index's files in bytes", byteCount) { limits in
      _ = try SearchIndex.openUntrusted(at: folder.path("i"), limits: limits)
    }
  }

  @Test func `nothing is above what the format bears`() {
    var limits = Limits()
    limits.queryByteCount = .max
    limits.queryTermCount = .max
    limits.phraseTermCount = .max
    limits.patternCount = .max
    limits.wildcardCount = .max
    limits.expandedTermCount = .max
    limits.hitCount = .max
    limits.keyByteCount = .max
    limits.valueCount = .max
    limits.textByteCount = .max
    limits.documentCount = .max
    limits.copiedByteCount = .max
    #expect(limits.bounded == Limits.greatest)
    #expect(Limits().bounded == Limits())
    #expect(Limits.greatest.keyByteCount == DocumentKeys.maximumKeyByteCount)
    #expect(Limits.greatest.valueCount == DocumentInverter.maximumValueCount)
    #expect(Limits.greatest.textByteCount == DocumentStore.maximumBlockByteCount / 2)
    #expect(Limits.greatest.documentCount < DocID.maximumCount - 1)
  }
}
