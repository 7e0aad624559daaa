/// Takes the text of a pattern apart.
struct GlobReader {
  private let pattern: [UInt32]
  private let isTooLong: Bool
  private let letters: GlobPattern.Letters
  private var at = 0

  private static let slash = UInt32(UInt8(ascii: "/"))
  private static let star = UInt32(UInt8(ascii: "*"))
  private static let backslash = UInt32(UInt8(ascii: "\\"))

  /// Prepares to read.
  init(pattern: [UInt8], letters: GlobPattern.Letters) {
    isTooLong = pattern.count > GlobPattern.byteLimit
    self.letters = letters
    self.pattern = isTooLong ? [] : GlobPattern.units(of: pattern, letters)
  }

  /// The pieces between slashes; nil if nothing can match.
  mutating func pieces() -> [GlobPattern.Piece]? {
    guard !isTooLong else { return nil }
    var pieces: [GlobPattern.Piece] = []
    var elements: [GlobPattern.Element] = []
    var isAnyFolders = false
    func close() {
      let piece = isAnyFolders ? .anyFolders : piece(of: elements)
      // Several in a row say nothing more, but for the last, which wants a name.
      if piece == .anyFolders, pieces.last == .anyFolders { return }
      pieces.append(piece)
    }
    while let letter = next() {
      switch letter {
      case Self.slash:
        close()
        (elements, isAnyFolders) = ([], false)
      case Self.star:
        let count = starCount()
        if count >= 2, elements.isEmpty, endsPiece {
          isAnyFolders = true
        } else if elements.last != .anyNumber {
          elements.append(.anyNumber)
        }
      case UInt32(UInt8(ascii: "?")): elements.append(.anyOne)
      case UInt32(UInt8(ascii: "[")):
        guard let set = set() else { return nil }
        elements.append(.oneOf(set))
      case Self.backslash:
        guard let escaped = next() else { return nil }
        if escaped == Self.slash {
          close()
          (elements, isAnyFolders) = ([], false)
        } else {
          elements.append(.literal(escaped))
        }
      default: elements.append(.literal(letter))
      }
    }
    close()
    return pieces
  }

  private mutating func next() -> UInt32? {
    guard at < pattern.count else { return nil }
    defer { at += 1 }
    return pattern[at]
  }

  private func peek(_ distance: Int = 0) -> UInt32? {
    at + distance < pattern.count ? pattern[at + distance] : nil
  }

  /// How many stars stand here, the one before included; they are passed over.
  private mutating func starCount() -> Int {
    var count = 1
    while peek() == Self.star {
      at += 1
      count += 1
    }
    return count
  }

  /// Whether a slash or the end comes next.
  private var endsPiece: Bool {
    guard let letter = peek() else { return true }
    return letter == Self.slash || letter == Self.backslash && peek(1) == Self.slash
  }

  /// What stands in brackets, behind the first of them; nil if they are not closed.
  private mutating func set() -> GlobSet? {
    var set = GlobSet()
    if let letter = peek(),
      letter == UInt32(UInt8(ascii: "!")) || letter == UInt32(UInt8(ascii: "^"))
    {
      set.isNegated = true
      at += 1
    }
    // The letter before, where a range may begin.
    var last: UInt32?
    var isFirst = true
    while let letter = next() {
      if letter == UInt32(UInt8(ascii: "]")), !isFirst { return set }
      isFirst = false
      switch letter {
      case Self.backslash:
        guard let escaped = next() else { return nil }
        set.ranges.append(escaped...escaped)
        last = escaped
      case UInt32(UInt8(ascii: "-")):
        guard let low = last, let ahead = peek(), ahead != UInt32(UInt8(ascii: "]")) else {
          set.ranges.append(letter...letter)
          last = letter
          continue
        }
        guard let high = rangeEnd() else { return nil }
        if low <= high { set.ranges.append(low...high) }
        last = nil
      case UInt32(UInt8(ascii: "[")) where peek() == UInt32(UInt8(ascii: ":")):
        switch className() {
        case .ranges(let ranges):
          set.ranges += ranges
          last = nil
        case .none:
          set.ranges.append(letter...letter)
          last = letter
        case .broken: return nil
        }
      default:
        set.ranges.append(letter...letter)
        last = letter
      }
    }
    return nil
  }

  private mutating func rangeEnd() -> UInt32? {
    guard let letter = next() else { return nil }
    return letter == Self.backslash ? next() : letter
  }

  private enum ClassName {
    case ranges([ClosedRange<UInt32>])
    /// No class, but a bracket as it stands.
    case none
    case broken
  }

  /// The class whose colon comes next.
  private mutating func className() -> ClassName {
    let start = at + 1
    guard start <= pattern.count,
      let end = pattern[start...].firstIndex(of: UInt32(UInt8(ascii: "]")))
    else { return .broken }
    guard end > start, pattern[end - 1] == UInt32(UInt8(ascii: ":")) else { return .none }
    let name = pattern[start..<end - 1].map { UInt8(truncatingIfNeeded: $0) }
    guard let ranges = GlobSet.ranges(ofClass: name) else { return .broken }
    at = end + 1
    return .ranges(ranges)
  }

  /// The quickest form of a piece.
  private func piece(of elements: [GlobPattern.Element]) -> GlobPattern.Piece {
    if let name = bytes(of: elements[...]) { return .name(name) }
    if elements.first == .anyNumber, let suffix = bytes(of: elements.dropFirst()) {
      return .suffix(suffix)
    }
    return .elements(elements)
  }

  /// Literals as bytes; nil where there is anything else, or where a letter may be more than a byte.
  private func bytes(of elements: ArraySlice<GlobPattern.Element>) -> [UInt8]? {
    let limit: UInt32
    switch letters {
    case .bytes: limit = 0x100
    case .characters: limit = 0x80
    case .charactersOfAnyCase: return nil
    }
    var bytes: [UInt8] = []
    for element in elements {
      guard case .literal(let letter) = element, letter < limit else { return nil }
      bytes.append(UInt8(letter))
    }
    return bytes
  }
}
