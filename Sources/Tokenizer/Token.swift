/// What kind of dictionary entry a token asks for.
///
/// The raw value is written to disk as the second part of a term's key; a value is never reused.
public enum TokenKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// A word of a script that is written with spaces: what the segmenter found between two word
  /// boundaries, or between two spaces.
  case word = 1
  /// One place of a ``spelledWord``: a grapheme of Han, kana, Hangul, Thai, Lao, Khmer or Burmese,
  /// or a maximal run of anything else within such a word. So each part of such a text can be found.
  case character = 2
  /// What is left of a word, or of the last part of one, without its inflection; the term is the
  /// language's ISO 639-1 code, a colon, and the stem (`en:run`).
  case stem = 3
  /// A part of a word (`user` of `getUserById`), or a name with a symbol at its end (`c++`).
  case part = 4
  /// A word that is also spelled out, place by place, in tokens of kind ``character``.
  case spelledWord = 5
}

/// One token: a term, the bytes of the source it came from, and where it stands.
///
/// Laws, kept by every analyzer and checked by `checkAnalyzer` in TestSupport:
/// - `start < end`, and both lie on scalar borders of the source;
/// - tokens of one kind ascend by `start`, and so do positions;
/// - `width` is at least 1, and the next token of kind word, spelled word or character has a
///   position of at least `position + width` of the last such token (words and spelled words taken
///   together, characters by themselves);
/// - the characters of a spelled word take its places one by one; stems and parts have the position
///   of their word.
public struct Token: Sendable, BitwiseCopyable, Equatable {
  /// Where the term's bytes begin in ``TokenBuffer/termBytes``.
  public var termStart: UInt32
  /// Where the term's bytes end in ``TokenBuffer/termBytes``.
  public var termEnd: UInt32
  /// Offset of the first byte of the token in the source text.
  public var start: UInt32
  /// Offset just behind the last byte of the token in the source text.
  public var end: UInt32
  /// The first place that the token takes. White space and punctuation take no place.
  public var position: UInt32
  /// How many places the token takes: one for each grapheme of Han, Kana, Hangul, Thai, Lao, Khmer
  /// or Burmese, and one for a word of any other script.
  public var width: UInt16
  /// Which kind of dictionary entry it is.
  public var kind: TokenKind
  /// The script it is written in.
  public var script: ScriptClass

  /// Creates a token; see the properties for the meaning and the laws.
  public init(
    termStart: UInt32, termEnd: UInt32, start: UInt32, end: UInt32, position: UInt32,
    width: UInt16, kind: TokenKind, script: ScriptClass
  ) {
    self.termStart = termStart
    self.termEnd = termEnd
    self.start = start
    self.end = end
    self.position = position
    self.width = width
    self.kind = kind
    self.script = script
  }
}
