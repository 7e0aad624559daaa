internal import Tokenizer

/// Words of a query → the forms of them that an index has.
struct QueryExpander {
  private let segments: [OpenSegment]

  init(_ segments: [OpenSegment]) {
    self.segments = segments
  }

  /// The query with every word replaced by what it may be found by.
  func expanded(_ query: Query) throws(IndexError) -> Query {
    switch query {
    case .word(let word): return try forms(of: word)
    case .any(let queries): return .any(try expanded(queries))
    case .all(let queries): return .all(try expanded(queries))
    case .excluding(let included, let excluded):
      return .excluding(try expanded(included), try expanded(excluded))
    case .term, .synonyms, .phrase, .sequence, .nothing: return query
    }
  }

  private func expanded(_ queries: [Query]) throws(IndexError) -> [Query] {
    var result: [Query] = []
    for query in queries { result.append(try expanded(query)) }
    return result
  }

  private func forms(of word: WordQuery) throws(IndexError) -> Query {
    let exact = TermKey(field: word.field, kind: .word, term: word.term)
    let part = TermKey(field: word.field, kind: .part, term: word.term)
    return .any([
      .term(exact, boost: word.boost),
      .term(part, boost: word.boost * EvidenceWeights.part),
    ])
  }
}
