/// A word's characters as far as its parts go: their classes, and the borders between parts.
struct WordShape {
  /// What a character is.
  enum Class: UInt16 {
    /// White space, punctuation, a symbol, anything else.
    case sign
    /// A capital or title-case letter.
    case upper
    /// A small letter.
    case lower
    /// A letter of a script without case.
    case letter
    /// A number.
    case digit
    /// A mark or an invisible character: it belongs to what stands before it.
    case extend
  }

  /// How deep a border cuts.
  enum Border: UInt8, Comparable {
    case none, change, separator, at

    static func < (left: Border, right: Border) -> Bool { left.rawValue < right.rawValue }
  }

  /// A piece of the word, as a range of characters, without signs at its ends.
  typealias Piece = Range<Int>

  /// How many characters the word has.
  var count: Int { classes.count }

  private var classes: [Class] = []
  private var scalars: [UInt32] = []
  /// Where each character begins in the text, and where the last one ends.
  private var offsets: [Int] = []
  /// The border in front of each character.
  private var borders: [Border] = []
  private var pages = PageTable()

  init() {}

  /// The class of a code point.
  static func `class`(of scalar: UInt32) -> Class {
    guard let scalar = Unicode.Scalar(scalar) else { return .sign }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: return .upper
    case .lowercaseLetter: return .lower
    case .otherLetter, .modifierLetter: return .letter
    case .decimalNumber, .letterNumber, .otherNumber: return .digit
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .extend
    default: return .sign
    }
  }

  /// Whether a word may have a border in it. Most words have none, as can be seen from which classes
  /// there are: one capital or none and small letters behind it, or capitals alone, or letters of a
  /// script without case.
  mutating func mayHaveParts(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    var seen: UInt16 = 0
    var first: UInt16 = 0
    while index < range.upperBound {
      let decoded = decodeScalar(in: text, at: index)
      let bit: UInt16 = 1 << self.value(of: decoded.scalar)
      if index == range.lowerBound { first = bit } else { seen |= bit }
      index += decoded.length
    }
    // A mark belongs to what stands before it; at the start it stands for itself.
    seen &= ~Self.set(.extend)
    if first & (Self.set(.sign) | Self.set(.extend)) != 0 { return true }
    let isSmall = seen & ~(Self.set(.lower) | Self.set(.letter)) == 0
    if isSmall, first != Self.set(.digit) { return false }
    return seen != first || (first != Self.set(.upper) && first != Self.set(.digit))
  }

  private static func set(_ class: Class) -> UInt16 { 1 << `class`.rawValue }

  /// The raw class of a code point.
  @inline(__always)
  private mutating func value(of scalar: UInt32) -> UInt16 {
    if let value = pages[scalar] { return value }
    return pages.fill(scalar) { first, values in
      for value in first..<first + 256 { values.append(Self.class(of: value).rawValue) }
    }
  }

  /// Reads the word that stands at `range` of `text`.
  mutating func read(_ text: Span<UInt8>, _ range: Range<Int>) {
    classes.removeAll(keepingCapacity: true)
    scalars.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    borders.removeAll(keepingCapacity: true)
    var index = range.lowerBound
    while index < range.upperBound {
      let decoded = decodeScalar(in: text, at: index)
      scalars.append(decoded.scalar)
      offsets.append(index)
      classes.append(Class(rawValue: value(of: decoded.scalar)) ?? .sign)
      borders.append(.none)
      index += decoded.length
    }
    offsets.append(range.upperBound)
    markSigns()
    markChanges()
  }

  /// The bytes of a piece in the text.
  func range(of piece: Piece) -> Range<Int> {
    offsets[piece.lowerBound]..<offsets[piece.upperBound]
  }

  /// Whether a piece is all ASCII.
  func isASCII(_ piece: Piece) -> Bool { piece.allSatisfy { scalars[$0] < 0x80 } }

  /// The pieces of `whole` between borders at least as deep as `depth`; those without a letter or
  /// number are left out.
  func pieces(of whole: Piece, at depth: Border) -> [Piece] {
    var pieces: [Piece] = []
    var start = whole.lowerBound
    for index in whole where index > start && borders[index] >= depth {
      appendPiece(start..<index, to: &pieces)
      start = index
    }
    appendPiece(start..<whole.upperBound, to: &pieces)
    return pieces
  }

  private func appendPiece(_ piece: Piece, to pieces: inout [Piece]) {
    var (start, end) = (piece.lowerBound, piece.upperBound)
    while start < end, classes[start] == .sign || classes[start] == .extend { start += 1 }
    while start < end, let sign = lastSign(before: end) { end = sign }
    if start < end { pieces.append(start..<end) }
  }

  /// The sign that ends there, with marks behind it or not.
  private func lastSign(before end: Int) -> Int? {
    var index = end - 1
    while index > 0, classes[index] == .extend { index -= 1 }
    return classes[index] == .sign ? index : nil
  }

  // MARK: - Borders

  /// Marks a border before and behind each sign, unless it stands inside a number or a contraction.
  private mutating func markSigns() {
    for index in classes.indices where classes[index] == .sign {
      if isInNumber(index) || isContraction(index) || isMiddleDot(index) { continue }
      let depth = scalars[index] == 0x40 ? Border.at : .separator
      borders[index] = max(borders[index], depth)
      if index + 1 < count { borders[index + 1] = max(borders[index + 1], depth) }
    }
  }

  /// Whether a sign stands between two digits, as in 3.14 and 1,000; not the low line of names.
  private func isInNumber(_ index: Int) -> Bool {
    index > 0 && index + 1 < count && scalars[index] != 0x5F && scalars[index] != 0x40
      && classes[index - 1] == .digit && classes[index + 1] == .digit
  }

  /// Whether a sign is the apostrophe of an English contraction: `don't`, `John's`, `we'll`.
  private func isContraction(_ index: Int) -> Bool {
    guard scalars[index] == 0x27 || scalars[index] == 0x2019 else { return false }
    switch scalars[(index + 1)...].map({ $0 < 0x80 ? $0 | 0x20 : $0 }) {
    case [0x73], [0x74], [0x64], [0x6D], [0x72, 0x65], [0x76, 0x65], [0x6C, 0x6C]: return true
    default: return false
    }
  }

  /// The dot of Catalan `col·lecció` is a letter's mark.
  private func isMiddleDot(_ index: Int) -> Bool { scalars[index] == 0xB7 }

  /// Marks a border where a small letter meets a capital, where the last of several capitals begins
  /// a word (`HTTP|Server`), and where letters meet digits.
  private mutating func markChanges() {
    var last = Class.sign
    var capitals = 0
    for index in classes.indices {
      let now = classes[index]
      if now == .extend { continue }
      if Self.isChange(last, now) { borders[index] = max(borders[index], .change) }
      if now == .lower, last == .upper, capitals > 1, !isPlural(index) {
        let previous = self.index(before: index)
        borders[previous] = max(borders[previous], .change)
      }
      capitals = now == .upper ? capitals + 1 : 0
      last = now
    }
  }

  private static func isChange(_ left: Class, _ right: Class) -> Bool {
    switch (left, right) {
    case (.lower, .upper), (.letter, .upper), (.digit, .upper), (.digit, .lower),
      (.digit, .letter), (.upper, .digit), (.lower, .digit), (.letter, .digit):
      true
    default: false
    }
  }

  /// Whether the small letter at `index` is the `s` of several: `URLs`, `userIDsByName`.
  private func isPlural(_ index: Int) -> Bool {
    guard scalars[index] == 0x73 else { return false }
    var next = index + 1
    while next < count, classes[next] == .extend { next += 1 }
    return next == count || (classes[next] != .lower && classes[next] != .letter)
  }

  /// The character before, over marks.
  private func index(before index: Int) -> Int {
    var previous = index - 1
    while previous > 0, classes[previous] == .extend { previous -= 1 }
    return previous
  }
}
