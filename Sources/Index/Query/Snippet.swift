/// A passage of a document with the matches in it.
public struct Snippet: Sendable, Equatable {
  /// The document's title.
  public var title: String
  /// Matches in the title, as byte ranges of its UTF-8.
  public var titleMatches: [Range<Int>]
  /// The passage: a piece of the body, cut at scalar borders, white space as stored.
  public var text: String
  /// Where the passage begins in the body, in bytes.
  public var bodyOffset: Int
  /// Matches in the passage, as byte ranges of the *body*'s UTF-8; subtract ``bodyOffset`` for
  /// ranges of ``text``.
  public var matches: [Range<Int>]
}
