/// A stretch of a query as it was typed, with the marks that no index keeps.
struct VerbatimText: Hashable, Sendable {
  /// The text in lower case, with one space for each stretch of white space.
  private let bytes: [UInt8]

  init(_ text: String) {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      let folded = Self.folded(byte)
      if folded == Self.space, bytes.last == Self.space { continue }
      bytes.append(folded)
    }
    self.bytes = bytes
  }

  private static let space = UInt8(ascii: " ")

  /// A letter in lower case, and a space for any white space; of ASCII, as a command's options are.
  private static func folded(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case 0x09...0x0D: space
    default: byte
    }
  }

  /// Whether a byte is part of a word: a letter or digit of ASCII, or any character beyond it.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: true
    default: false
    }
  }

  /// Whether the text stands somewhere in a document, and not as part of something longer: `-la` is not in
  /// `ls-la`, nor in `-lah`. No document holds it whose text is not stored.
  func isHeld(by document: DocID, _ segment: OpenSegment) throws(IndexError) -> Bool {
    guard let stored = try segment.reader.store?.document(document, key: "") else { return false }
    if isHeld(by: stored.body) || isHeld(by: stored.title) { return true }
    return stored.fields.contains { isHeld(by: $0.value) }
  }

  /// Whether it stands somewhere in a text.
  func isHeld(by text: String) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return false }
    let text = Array(text.utf8)
    for start in text.indices where Self.folded(text[start]) == first {
      if start > 0, Self.isWord(Self.folded(text[start - 1])) { continue }
      guard let end = end(in: text, from: start) else { continue }
      if end < text.count, Self.isWord(last), Self.isWord(Self.folded(text[end])) { continue }
      return true
    }
    return false
  }

  /// Where the text ends that begins at a place; nil if it does not stand there.
  private func end(in text: [UInt8], from start: Int) -> Int? {
    var at = start
    for byte in bytes {
      guard at < text.count, Self.folded(text[at]) == byte else { return nil }
      at += 1
      guard byte == Self.space else { continue }
      while at < text.count, Self.folded(text[at]) == Self.space { at += 1 }
    }
    return at
  }
}

/// Documents of another matcher that hold a text as it was typed.
final class VerbatimMatcher: Matcher {
  private let matcher: Matcher
  private let text: VerbatimText
  private let segment: OpenSegment
  /// How many texts may still be read: what so many documents hold is no command that was pasted.
  private var left = 2_000

  init(_ matcher: Matcher, _ text: VerbatimText, _ segment: OpenSegment) throws(IndexError) {
    self.matcher = matcher
    self.text = text
    self.segment = segment
    super.init()
    try passOthers()
  }

  override var cost: UInt64 { matcher.cost }

  override func advance() throws(IndexError) {
    if document == .end { return }
    try matcher.advance()
    try passOthers()
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    try matcher.seek(to: target)
    try passOthers()
  }

  override func score() throws(IndexError) -> Float { try matcher.score() }

  override func maximumScore() throws(IndexError) -> Float { try matcher.maximumScore() }

  private func passOthers() throws(IndexError) {
    while matcher.document != .end {
      try segment.interruption?.step()
      if left == 0 {
        document = .end
        return
      }
      left -= 1
      if try text.isHeld(by: matcher.document, segment) { break }
      try matcher.advance()
    }
    document = matcher.document
  }
}
