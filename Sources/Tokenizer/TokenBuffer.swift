/// The reusable output of an analyzer: the tokens of one text, and one arena with their terms.
///
/// An analyzer replaces the contents; the storage is kept, so analysing many texts into the same
/// buffer allocates only while the buffer still grows.
public struct TokenBuffer: Sendable {
  /// The tokens, in the order of the text.
  public var tokens: [Token] = []
  /// The folded terms of all tokens, back to back, as valid UTF-8.
  public var termBytes: [UInt8] = []
  /// How many places the text takes: one past the last place of its last token.
  public var placeCount: UInt32 = 0
  /// How many ill-formed byte sequences the source held.
  public var illFormedCount: Int = 0

  /// An empty buffer.
  public init() {}

  /// Forgets the tokens and keeps the storage.
  public mutating func removeAll() {
    tokens.removeAll(keepingCapacity: true)
    termBytes.removeAll(keepingCapacity: true)
    placeCount = 0
    illFormedCount = 0
  }

  /// The term of a token, as a string. For showing and for tests; hot paths read ``termBytes``.
  public func term(of token: Token) -> String {
    String(decoding: termBytes[Int(token.termStart)..<Int(token.termEnd)], as: UTF8.self)
  }
}
