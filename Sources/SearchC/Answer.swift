internal import Glibc
internal import Index

/// The best documents of a query, their texts as C strings.
final class Answer {
  /// A document. Its texts are the answer's, which frees them.
  @safe struct Hit {
    var key: UnsafeMutablePointer<CChar>?
    var title: UnsafeMutablePointer<CChar>?
    var snippet: UnsafeMutablePointer<CChar>?
    var score: Float
    var matches: [Range<Int>]
  }

  private let hits: [Hit]
  let totalCount: Int

  init(_ result: SearchResult, _ snippets: [Snippet?]) {
    totalCount = result.totalCount
    hits = result.hits.enumerated().map { rank, hit in
      let snippet = snippets.indices.contains(rank) ? snippets[rank] : nil
      let offset = snippet?.bodyOffset ?? 0
      // Freed in deinit.
      return unsafe Hit(
        key: copied(hit.key), title: snippet.map { unsafe copied($0.title) } ?? nil,
        snippet: snippet.map { unsafe copied($0.text) } ?? nil, score: hit.score,
        matches: snippet?.matches.map { $0.lowerBound - offset..<$0.upperBound - offset } ?? [])
    }
  }

  deinit {
    // Allocated in init.
    for hit in hits {
      unsafe free(hit.key)
      unsafe free(hit.title)
      unsafe free(hit.snippet)
    }
  }

  var count: Int { hits.count }

  /// The document at a rank; nil beyond the last.
  subscript(rank: Int32) -> Hit? {
    hits.indices.contains(Int(rank)) ? hits[Int(rank)] : nil
  }
}

/// A text as a C string of its own; a NUL in it ends it.
func copied(_ text: String) -> UnsafeMutablePointer<CChar>? {
  // The text is a C string for the call.
  unsafe strdup(text)
}
