public import Tokenizer

/// Whether a document must hold any or all of the words of a query.
public enum MatchMode: String, Sendable, CaseIterable {
  /// Any word; more and rarer ones rank higher.
  case any
  /// Every word.
  case all
}

/// What is asked of the documents.
indirect enum Query: Sendable, Hashable {
  /// Documents that hold the term, scored by BM25 times the boost.
  case term(TermKey, boost: Float)
  /// Documents that hold a word in any of its forms; see ``QueryExpander``.
  case word(WordQuery)
  /// Documents that hold any of the terms, scored as if they were one that occurs as often as all
  /// of them together.
  case synonyms([WeightedKey], boost: Float)
  /// The same of terms that stand for the same words of a text, as a word and its stem do: scored as
  /// if they were one that occurs as often as the most frequent of them.
  case forms([WeightedKey], boost: Float)
  /// Documents that hold the terms at places whose distances are those of the offsets.
  case phrase([PhraseTerm])
  /// Documents in which a stretch of places is filled; scored by how often, and by how it lies to
  /// the words around it.
  case sequence(SequenceQuery)
  /// Documents that hold a word that looks like what was typed.
  case pattern(PatternQuery)
  /// Documents in which stretches of places stand near each other.
  case near(NearQuery)
  /// Every document, with the boost as its score.
  case everything(boost: Float)
  /// Documents whose values are such; it scores nothing.
  case condition(Filter)
  /// Documents that match the query, all with one score.
  case constant(Query, score: Float)
  /// Of the documents that match the query those in which it stands as it was typed, marks and all, which
  /// only their stored text says.
  case verbatim(Query, VerbatimText)
  /// Documents that match at least so many of the queries; scores add up in this order.
  case atLeast(Int, [Query])
  /// Documents that match any of the queries; scores add up in this order.
  case any([Query])
  /// Documents that match all of the queries; scores add up in this order.
  case all([Query])
  /// Documents that match the first but not the second.
  case excluding(Query, Query)
  /// No document.
  case nothing

  /// A term of a phrase and its place, counted from the phrase's first place.
  struct PhraseTerm: Sendable, Hashable {
    var key: TermKey
    var offset: UInt32
  }

  /// A term, and how much an occurrence of it counts, above 0 and at most 1.
  struct WeightedKey: Sendable, Hashable {
    var key: TermKey
    var weight: Float = 1
  }

  /// The boost, where there is one to add up.
  var boost: Float? {
    switch self {
    case .term(_, let boost), .synonyms(_, let boost), .forms(_, let boost): boost
    case .word(let word): word.boost
    case .sequence(let sequence): sequence.boost
    case .pattern(let pattern): pattern.boost
    case .near(let near): near.boost
    case .everything(let boost): boost
    case .phrase, .condition, .constant, .verbatim, .atLeast, .any, .all, .excluding, .nothing: nil
    }
  }

  /// The same with another boost, where there is one.
  func boosted(to boost: Float) -> Query {
    switch self {
    case .term(let key, _): return .term(key, boost: boost)
    case .synonyms(let keys, _): return .synonyms(keys, boost: boost)
    case .forms(let keys, _): return .forms(keys, boost: boost)
    case .word(var word):
      word.boost = boost
      return .word(word)
    case .sequence(var sequence):
      sequence.boost = boost
      return .sequence(sequence)
    case .pattern(var pattern):
      pattern.boost = boost
      return .pattern(pattern)
    case .near(var near):
      near.boost = boost
      return .near(near)
    case .everything: return .everything(boost: boost)
    case .phrase, .condition, .constant, .verbatim, .atLeast, .any, .all, .excluding, .nothing:
      return self
    }
  }

  /// How many places an occurrence takes.
  var width: Float {
    if case .sequence(let sequence) = self { return Float(sequence.width) }
    return 1
  }

  /// The same in another field; nil for a query with a query inside it.
  func inField(_ field: FieldID) -> Query? {
    func moved(_ key: TermKey) -> TermKey {
      TermKey(
        bytes: TermKey(field: field, kind: .word, term: []).bytes.dropLast() + key.bytes[2...])
    }
    switch self {
    case .term(let key, let boost): return .term(moved(key), boost: boost)
    case .synonyms(let keys, let boost):
      return .synonyms(
        keys.map { WeightedKey(key: moved($0.key), weight: $0.weight) }, boost: boost)
    case .forms(let keys, let boost):
      return .forms(
        keys.map { WeightedKey(key: moved($0.key), weight: $0.weight) }, boost: boost)
    case .phrase(let terms):
      return .phrase(terms.map { PhraseTerm(key: moved($0.key), offset: $0.offset) })
    case .sequence(var sequence):
      for index in sequence.places.indices {
        sequence.places[index].terms = sequence.places[index].terms.map {
          WeightedKey(key: moved($0.key), weight: $0.weight)
        }
      }
      return .sequence(sequence)
    case .word, .pattern, .near, .everything, .condition, .constant, .verbatim, .atLeast, .any,
      .all,
      .excluding, .nothing:
      return nil
    }
  }

  /// Whether there is something in it that scores nothing where it is found.
  var holdsEverything: Bool {
    var found = false
    forEachLeaf { leaf in
      switch leaf {
      case .everything, .condition: found = true
      default: break
      }
    }
    return found
  }

  /// Whether it is terms and nothing else, or a phrase of them.
  var isTerms: Bool {
    switch self {
    case .any(let queries), .all(let queries):
      for query in queries { guard case .term = query else { return false } }
      return !queries.isEmpty
    case .term, .phrase: return true
    default: return false
    }
  }

  /// How many terms are looked up for it, once its words have been expanded.
  var termCount: Int {
    var count = 0
    forEachLeaf { leaf in
      switch leaf {
      case .term: count += 1
      case .synonyms(let terms, _), .forms(let terms, _): count += terms.count
      case .phrase(let terms): count += terms.count
      case .sequence(let sequence):
        count += sequence.places.reduce(0) { $0 + $1.terms.count }
      case .near(let near):
        for part in near.parts { count += part.places.reduce(0) { $0 + $1.terms.count } }
      case .pattern, .everything: count += 1
      case .word, .condition, .constant, .verbatim, .atLeast, .any, .all, .excluding, .nothing:
        break
      }
    }
    return count
  }

  /// How many times the words of an index are walked through for it.
  var patternCount: Int {
    var count = 0
    forEachLeaf { leaf in
      switch leaf {
      case .pattern: count += 1
      case .near(let near): count += near.patterns.count
      default: break
      }
    }
    return count
  }

  /// Calls for each query that has no query inside it, those that are excluded too if asked.
  func forEachLeaf<Failure: Error>(
    includingExcluded: Bool = true, _ body: (Query) throws(Failure) -> Void
  ) throws(Failure) {
    switch self {
    case .any(let queries), .all(let queries), .atLeast(_, let queries):
      for query in queries {
        try query.forEachLeaf(includingExcluded: includingExcluded, body)
      }
    case .constant(let query, _), .verbatim(let query, _):
      try query.forEachLeaf(includingExcluded: includingExcluded, body)
    case .excluding(let included, let excluded):
      try included.forEachLeaf(includingExcluded: includingExcluded, body)
      if includingExcluded { try excluded.forEachLeaf(body) }
    case .term, .word, .synonyms, .forms, .phrase, .sequence, .pattern, .near, .everything,
      .condition:
      try body(self)
    case .nothing: break
    }
  }
}

/// A word of a script with spaces, which an index may hold in several forms.
struct WordQuery: Sendable, Hashable {
  var field = FieldID.text
  /// The folded word.
  var term: [UInt8]
  /// The script it is written in, which says what stems it may have.
  var script: ScriptClass
  var boost: Float = 1
}

/// A stretch of places, each filled by any of some terms.
struct SequenceQuery: Sendable, Hashable {
  /// A place, counted from the first place of the stretch.
  struct Place: Sendable, Hashable {
    var offset: UInt32
    var terms: [Query.WeightedKey]
  }

  var places: [Place]
  /// How many places it takes.
  var width: UInt32
  /// Whether its first place is a syllable of Hangul, where a word's beginning is the word, since
  /// particles follow without a space.
  var isHangul = false
  /// Whether it is one word; said only of what may be all there is to a query.
  var isWord = false
  /// Whether its characters are looked for in no other form.
  var isVerbatim = false
  var boost: Float = 1

  /// Whether the same is looked for, however much it counts.
  func isFound(as other: SequenceQuery) -> Bool {
    width == other.width && places == other.places
  }
}

/// A parsed query, ready to run on any snapshot of an index with the same analyzer.
public struct ParsedQuery: Sendable, Hashable {
  /// A part of the query as it was typed: a word or a quoted phrase.
  public struct Part: Sendable, Hashable {
    /// The text as typed.
    public var text: String
    /// The field that it must stand in; nil for any that is searched by default.
    public var field: String?
    /// The terms it was analysed into; empty if it holds nothing that can be searched for.
    public var terms: [String]
    /// Whether it was quoted.
    public var isPhrase: Bool
    /// Whether it says what words look like (`semi*`, `colour~`) or how near they stand, and not what they
    /// are.
    public var isPattern = false
    /// Whether it was excluded by NOT.
    public var isExcluded: Bool
    /// Whether it was excluded by a sign, which may have been meant as part of a word.
    public var isExcludedBySign = false
    /// Whether it is looked for as it was typed, with the sign before it: `-la` by itself. ``text`` has the sign,
    /// and a count of documents that hold the part is one of those that hold it with or without.
    public var isReadWithSign = false
    /// What was typed instead, if the part stands beside it as its synonym.
    public var synonymOf: String?
    /// The documents that hold the part: all of its terms, or the phrase.
    var query: Query
    /// The documents that hold what the part means where any word will do.
    var loose: Query = .nothing
    /// The documents that hold anything of it, asked when nothing holds more.
    var fragments: Query = .nothing
    /// What the best documents are scored by; see ``Rescorer``.
    var evidence: [Evidence] = []
    /// A single word of a script without spaces, if the part is nothing else.
    var loneWord: Query?

    /// A stand-in for the part in the shape of a query: a term that says nothing but its number.
    func numbered(_ number: Int) -> Part {
      var part = self
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      let term = Query.term(TermKey(field: .text, kind: .word, term: bytes), boost: 1)
      if query != .nothing { (part.query, part.loose) = (term, term) }
      return part
    }

    /// The number that a stand-in says.
    static func number(of key: TermKey) -> Int {
      key.termBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// The text as typed.
  public var text: String
  /// Its parts, in order.
  public var parts: [Part]
  var query: Query
  /// What is asked when nothing matches: any fragment of any part.
  var fallback: Query = .nothing
  /// What the best documents are scored by; empty where the first score is the last.
  var evidence: [Evidence] = []
  /// How the parts are joined: the query with a numbered term for each part.
  var shape: Query = .nothing
  /// How far the text may differ from what was typed.
  public var fold: FoldLevel = .letters
  /// What looks like a condition on values and is none, so that it was read as words: `year:[2024 TO 2019]`.
  public var misreadConditions: [QuerySyntaxError] = []

  /// Whether there is anything to search for.
  public var isEmpty: Bool { query == .nothing }
}

/// A document that matches.
public struct Hit: Sendable, Equatable {
  /// The score; higher is better.
  public var score: Float
  /// The document's key.
  public var key: String
  /// Where the document is in its snapshot.
  public var address: DocumentAddress
  /// Which of the snapshots that were joined has the document, from 0; see
  /// ``Snapshot/joining(_:limits:)``.
  public var member = 0
}

/// Whether a search says how many documents match.
public enum HitCounting: Sendable {
  /// All of them are counted.
  case exact
  /// Documents that cannot be among the best may be passed over, and where nothing matches nothing
  /// else is looked for: the least work.
  case none
}

/// What a query found.
public struct SearchResult: Sendable, Equatable {
  /// The best documents: by score, and among equal scores in the order in which they were added.
  public var hits: [Hit]
  /// How many documents match in all, or, if ``isTotalExact`` is false, at least.
  public var totalCount: Int
  /// Whether ``totalCount`` is how many match and not only a lower bound.
  public var isTotalExact = true
  /// When nothing matches of what was counted: for each part of the query, how many documents hold
  /// all of it. Empty when something matches, or no document was asked for.
  public var partDocumentCounts: [Int]
  /// When nothing matches: the documents that hold most of its fragments, at most
  /// ``nearestCount``.
  public var nearest: [Hit] = []

  static let nearestCount = 3
}
