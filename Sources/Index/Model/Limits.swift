/// How much may be asked of an index and put into it. Each limit is checked at one place, which throws
/// ``IndexError/limit(what:found:allowed:)``; a value of exactly the limit is accepted.
///
/// The defaults are what people and programs have been seen to need, with room above; what is larger is
/// a mistake or an attack. Values above ``greatest`` count as those.
///
/// Other bounds are not errors: of a word no more than 64 forms are looked for, a document's names of
/// fields beyond 4,096 in an index are searched in `text` only, and of a word's letters the first 255
/// are indexed.
public struct Limits: Sendable, Equatable {
  /// Bytes of a query.
  public var queryByteCount = 16 << 10
  /// Terms that the parts of a query are analysed into.
  public var queryTermCount = 1_024
  /// Terms of one phrase in quotation marks: a long paragraph.
  public var phraseTermCount = 512
  /// Words of a query that are patterns, or may differ by some letters: each costs a walk through the words
  /// of the index.
  public var patternCount = 128
  /// `*` and `?` in one word.
  public var wildcardCount = 256
  /// Terms that a query comes to with all forms of its words: 16 for each.
  public var expandedTermCount = 16_384
  /// Documents that a search is asked for.
  public var hitCount = 1_000_000
  /// Bytes of a document's key: the longest path of Linux.
  public var keyByteCount = 4_096
  /// Named values of a document.
  public var valueCount = 1 << 20
  /// Bytes of a document's title, text, names, values and note.
  public var textByteCount = 80 << 20
  /// Live documents of an index.
  public var documentCount = Int(Int32.max) - 2
  /// Bytes of all files of an index that is copied into memory; see
  /// ``SearchIndex/openUntrusted(at:limits:)``.
  public var copiedByteCount = 1 << 30

  /// The defaults.
  public init() {}

  /// What the format and the algorithms bear.
  public static let greatest: Limits = {
    var limits = Limits()
    limits.queryByteCount = 1 << 20
    limits.queryTermCount = 1 << 16
    limits.phraseTermCount = 1 << 16
    limits.patternCount = 1 << 14
    limits.wildcardCount = 1 << 12
    limits.expandedTermCount = 1 << 20
    limits.copiedByteCount = 1 << 40
    return limits
  }()

  /// For an index that somebody else made: a tenth of what may be asked of one's own.
  public static let untrusted: Limits = {
    var limits = Limits()
    limits.queryByteCount /= 10
    limits.queryTermCount /= 10
    limits.phraseTermCount /= 10
    limits.patternCount /= 10
    limits.wildcardCount /= 10
    limits.expandedTermCount /= 10
    limits.hitCount /= 10
    return limits
  }()

  /// With nothing above ``greatest``.
  var bounded: Limits {
    let most = Self.greatest
    var limits = self
    limits.queryByteCount = min(queryByteCount, most.queryByteCount)
    limits.queryTermCount = min(queryTermCount, most.queryTermCount)
    limits.phraseTermCount = min(phraseTermCount, most.phraseTermCount)
    limits.patternCount = min(patternCount, most.patternCount)
    limits.wildcardCount = min(wildcardCount, most.wildcardCount)
    limits.expandedTermCount = min(expandedTermCount, most.expandedTermCount)
    limits.hitCount = min(hitCount, most.hitCount)
    limits.keyByteCount = min(keyByteCount, most.keyByteCount)
    limits.valueCount = min(valueCount, most.valueCount)
    limits.textByteCount = min(textByteCount, most.textByteCount)
    limits.documentCount = min(documentCount, most.documentCount)
    limits.copiedByteCount = min(copiedByteCount, most.copiedByteCount)
    return limits
  }

  /// Words that fit a pattern inside `NEAR`, where each is looked for place by place.
  static let nearWordCount = 1_024

  /// Throws the one error of a limit.
  static func check(
    _ what: @autoclosure () -> String, _ found: Int, atMost allowed: Int
  ) throws(IndexError) {
    guard found <= allowed else {
      throw .limit(what: what(), found: found, allowed: allowed)
    }
  }
}
