/// A piece of a part of a query: what one list of documents is asked for.
public struct QueryPiece: Sendable, Equatable {
  /// The piece in words: a word, or characters side by side.
  public var text: String
  /// How many documents hold it; when one document is asked about, 1 or 0.
  public var documentCount: Int
}

/// A part of a query, and what an index has of it.
public struct PartSummary: Sendable, Equatable {
  /// The part.
  public var part: ParsedQuery.Part
  /// How many documents hold all of it.
  public var allCount: Int
  /// How many documents hold enough of it where any word will do.
  public var anyCount: Int
  /// What it is looked for by.
  public var pieces: [QueryPiece]
}

/// What a query asks of the values of documents, and what an index or a document has of it.
public struct ConditionSummary: Sendable, Equatable {
  /// The condition as it is typed; with a minus where documents must not meet it.
  public var text: String
  /// How many documents meet it; when one document is asked about, 1 or 0.
  public var documentCount: Int
  /// Whether every document must meet it, and it is not joined to something by OR.
  public var isRequired = true
  /// The values that the document has under the name, as they are typed; empty where none is asked about.
  public var values: [String] = []
}

/// Why a document does or does not match a query, part by part.
public struct Diagnosis: Sendable, Equatable {
  /// The document's key.
  public var key: String
  /// Whether it matches.
  public var matches: Bool
  /// Whether it matches what the query asks for besides what it asks of values of all documents.
  public var matchesWords: Bool
  /// The parts of the query, in their order.
  public var parts: [PartDiagnosis]
  /// What is asked of its values.
  public var conditions: [ConditionSummary] = []
}

/// What became of a part of a query in one document.
public struct PartDiagnosis: Sendable, Equatable {
  /// What kept part and document apart, or that nothing did.
  public enum Cause: String, Sendable, CaseIterable {
    /// The document holds all of it.
    case found
    /// The document holds it, and the query says NOT.
    case excluded
    /// The document lacks it, and the query says NOT.
    case absentAsAsked = "absent-as-asked"
    /// It holds neither a letter nor a digit that could be searched for.
    case nothingToSearch = "nothing-to-search"
    /// It stands in the text, and should be found there: the index was made of another text.
    case notIndexed = "not-indexed"
    /// It stands in a field that is searched by name only.
    case fieldByNameOnly = "field-by-name-only"
    /// It stands in the text inside of a longer word.
    case insideWord = "inside-word"
    /// It stands in the text, where the analyzer makes no word of it.
    case dropped
    /// It stands in the text, where it is cut into other words.
    case segmentation
    /// A word of the text differs in marks, or in forms of letters or characters, only.
    case variant
    /// A word of the text begins alike.
    case inflection
    /// A word of the text is spelled almost so.
    case spelling
    /// Its words are in the text, but not side by side.
    case apart
    /// Its words are in the text, but not so near each other.
    case farApart = "far-apart"
    /// It is in the text, but not in the field that is asked for.
    case elsewhere
    /// Some of it is in the text.
    case partly
    /// Nothing like it is in the text.
    case absent
  }

  /// Where a text holds it.
  public struct Place: Sendable, Equatable {
    /// `title`, `body`, or the name of a field.
    public var field: String
    /// The bytes of that text.
    public var range: Range<Int>
    /// Whether it stands there letter by letter, rather than in other case or width.
    public var isExact: Bool
    /// The text around it.
    public var excerpt: String
    /// The bytes of the excerpt that are meant.
    public var excerptRange: Range<Int>
    /// The words that the analyzer finds there.
    public var words: [String]
  }

  /// The part.
  public var part: ParsedQuery.Part
  /// What it is looked for by.
  public var pieces: [QueryPiece]
  /// Whether the document holds enough of it where any word will do.
  public var holdsSome: Bool
  /// What became of it.
  public var cause: Cause
  /// Where it stands in the text, as far as it does.
  public var place: Place?
  /// The smallest change that would match, as it would be typed; nil if none is known.
  public var suggestion: String?
}

extension Query {
  /// The query in words, without operators: for people.
  var label: String {
    switch self {
    case .nothing: ""
    case .term(let key, _): key.term
    case .word(let word): String(decoding: word.term, as: UTF8.self)
    case .synonyms(let terms, _), .forms(let terms, _): terms.first?.key.term ?? ""
    case .phrase(let terms): terms.map(\.key.term).joined(separator: " ")
    case .sequence(let sequence):
      sequence.places.map { $0.terms.first?.key.term ?? "" }.joined()
    case .pattern(let pattern): pattern.label
    case .near(let near): near.labels.joined(separator: " ")
    case .everything: "*"
    case .condition(let filter): filter.description
    case .constant(let query, _), .verbatim(let query, _): query.label
    case .any(let queries), .all(let queries), .atLeast(_, let queries):
      queries.map(\.label).joined(separator: " ")
    case .excluding(let included, _): included.label
    }
  }
}

extension ParsedQuery.Part {
  /// What the part is looked for by, each once.
  var leaves: [Query] {
    var leaves: [Query] = []
    for query in [loose, query] {
      query.forEachLeaf { leaf in
        let plain = leaf.boosted(to: 1)
        if !leaves.contains(plain) { leaves.append(plain) }
      }
    }
    return leaves
  }
}
