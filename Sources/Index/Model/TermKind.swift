/// A kind of dictionary entry. The second part of every key; adding a kind is adding a line here.
///
/// The raw values are those of the tokenizer's `TokenKind` where it has the kind, and are never
/// reused. (5 are the tokenizer's spelled words, which are no terms: their characters are.)
enum TermKind: UInt8, CaseIterable, Sendable {
  /// A word of a script with spaces.
  case word = 1
  /// A place of a spelled word: what finds any part of a text in a script without spaces.
  case character = 2
  /// A word without its inflection, with its language.
  case stem = 3
  /// A part of a word, or a name with a symbol at its end.
  case part = 4
  /// An entry of the map from a loosely folded form to an exact one. It has no postings; the bytes
  /// are the folded form, a zero byte, and the word.
  case fold = 6
  /// Two characters side by side: what makes finding stretches of characters fast. The characters
  /// know the positions.
  case pair = 7
  /// The first letters of a stem, with its language: what finds relatives of a word.
  case root = 8
  /// Two of the commonest words side by side: what finds phrases of them. The words know the positions.
  case wordPair = 9

  /// Whether there are postings at all.
  var hasPostings: Bool { self != .fold }

  /// Whether the postings keep the positions of each occurrence.
  var keepsPositions: Bool {
    switch self {
    case .word, .character: true
    case .stem, .part, .fold, .pair, .root, .wordPair: false
    }
  }
}

/// The number of a field in the schema. 0 is `text`: title, gap, body, and the values that are
/// searched by default.
struct FieldID: RawRepresentable, Hashable, Comparable, Sendable {
  var rawValue: UInt16

  static let text = FieldID(rawValue: 0)

  static func < (left: FieldID, right: FieldID) -> Bool { left.rawValue < right.rawValue }
}

/// What a dictionary entry is found by: field, kind, and the bytes of the term. Ordered by field,
/// then kind, then bytes.
///
/// ```
/// OFFSET  SIZE  MEANING
/// 0       2     field, big-endian so that keys sort by field
/// 2       1     kind
/// 3       …     the term's bytes
/// ```
struct TermKey: Hashable, Sendable {
  var bytes: [UInt8]

  static let headerSize = 3
  /// The longest key is that of a fold: two words of 255 code points of 4 bytes each, what stands
  /// between them, and the header.
  static let maximumByteCount = headerSize + 2 * 255 * 4 + 1

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  init(field: FieldID, kind: TermKind, term: some Sequence<UInt8>) {
    bytes = [
      UInt8(truncatingIfNeeded: field.rawValue >> 8), UInt8(truncatingIfNeeded: field.rawValue),
      kind.rawValue,
    ]
    bytes.append(contentsOf: term)
  }

  /// Keys are short and looked up often, so that their bytes are mixed here (FNV-1a) and go into the
  /// hasher as one number.
  func hash(into hasher: inout Hasher) {
    var mixed: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { mixed = (mixed ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hasher.combine(mixed)
  }

  var field: FieldID { Self.field(of: bytes) }

  /// The field of a key's bytes.
  static func field(of bytes: [UInt8]) -> FieldID {
    FieldID(rawValue: UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
  }

  /// Gives a key's bytes another field.
  static func set(_ field: FieldID, in bytes: inout [UInt8]) {
    bytes[0] = UInt8(truncatingIfNeeded: field.rawValue >> 8)
    bytes[1] = UInt8(truncatingIfNeeded: field.rawValue)
  }

  var kind: TermKind? { TermKind(rawValue: bytes[2]) }

  var termBytes: [UInt8] { Array(bytes[Self.headerSize...]) }

  var term: String { String(decoding: bytes[Self.headerSize...], as: UTF8.self) }
}

/// The names of the fields, numbered in the order in which they were first seen.
struct Schema: Equatable, Sendable {
  private(set) var names: [String]
  private var numbers: [String: FieldID]

  /// The number of fields that a 16-bit number can tell apart is never reached: documents with more
  /// names than this keep the values in `text` only.
  static let maximumFieldCount = 4096

  init(names: [String] = ["text"]) {
    self.names = names
    numbers = [:]
    for (index, name) in names.enumerated() { numbers[name] = FieldID(rawValue: UInt16(index)) }
  }

  /// The field that holds the title alone.
  static let titleName = "title"

  func field(named name: String) -> FieldID? { numbers[name] }

  /// The field of that name, added if need be; nil when there are too many.
  mutating func addField(named name: String) -> FieldID? {
    if let known = numbers[name] { return known }
    guard names.count < Self.maximumFieldCount else { return nil }
    let field = FieldID(rawValue: UInt16(names.count))
    names.append(name)
    numbers[name] = field
    return field
  }
}
