/// Why a document has its score.
public struct Explanation: Sendable, Equatable {
  /// Something that speaks for the document.
  public struct Item: Sendable, Equatable {
    /// What it is, in words: the kind of evidence and its terms.
    public var what: String
    /// How rare it is in the collection: the logarithm of N over the number of documents that have it.
    public var rarity: Float
    /// How often the document has it, weighted.
    public var frequency: Float
    /// How often its title has it.
    public var titleFrequency: Float
    /// How much this kind of evidence counts.
    public var weight: Float
    /// What it adds to the score.
    public var score: Float
  }

  /// The score: what the items add up to.
  public var score: Float
  /// The document's length in words, whatever its scripts.
  public var length: Int
  /// The average length in the collection, in words.
  public var averageLength: Float
  /// What speaks for the document, in the order in which it was added up.
  public var items: [Item]
}

extension Query {
  /// What a query without a query inside it looks for, and by which kind of term.
  var evidenceLabel: String {
    func terms(_ keys: [WeightedKey]) -> String { keys.map(\.key.term).joined(separator: " = ") }
    switch self {
    case .term(let key, _): return "\(key.kind?.label ?? "term") \(key.term)"
    case .synonyms(let keys, _), .forms(let keys, _):
      return "\(keys.first?.key.kind?.label ?? "term") \(terms(keys))"
    case .phrase(let terms): return "phrase " + terms.map(\.key.term).joined(separator: " ")
    case .sequence(let sequence):
      let places = sequence.places.map { place in
        place.terms.count == 1
          ? place.terms[0].key.term : "[\(place.terms.map(\.key.term).joined())]"
      }
      return (places.count == 1 ? "character " : "stretch ") + places.joined()
    case .word(let word): return "word " + String(decoding: word.term, as: UTF8.self)
    case .pattern(let pattern): return "words like " + pattern.label
    case .near(let near):
      return "near each other: "
        + near.labels.joined(separator: ", ")
    case .everything: return "every document"
    case .condition(let filter): return filter.description
    case .constant, .verbatim, .atLeast, .any, .all, .excluding, .nothing: return "query"
    }
  }
}

extension TermKind {
  /// The kind's name, for people.
  var label: String {
    switch self {
    case .word: "word"
    case .character: "character"
    case .stem: "stem"
    case .part: "part"
    case .fold: "fold"
    case .pair: "pair"
    case .root: "root"
    case .wordPair: "pair of words"
    }
  }
}
