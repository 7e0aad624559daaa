/// A pattern of paths, with the meaning that gitignore(5) gives it: `*` and `?` stop at a slash, `**`
/// between slashes stands for any number of folders, `[a-z]` for one of some letters.
///
/// A pattern is cut at its slashes, and a path too. A piece of the pattern is compared with a name by
/// going back to its last `*` only, and the pieces with the names by going back to the last `**` only:
/// what an earlier star could take, a later one can as well. So a comparison takes at most as many
/// steps as the product of the two lengths, whatever the pattern.
struct GlobPattern: Equatable, Sendable {
  /// What matches one letter, or any number of them.
  enum Element: Equatable, Sendable {
    case literal(UInt32)
    case anyOne
    case anyNumber
    case oneOf(GlobSet)
  }

  /// What stands between two slashes.
  enum Piece: Equatable, Sendable {
    /// `**`: any number of folders; at the end of a pattern at least one name.
    case anyFolders
    /// No element but literals, as they stand.
    case name([UInt8])
    /// `*` and literals.
    case suffix([UInt8])
    case elements([Element])
  }

  /// What a letter of a pattern stands for.
  enum Letters: Equatable, Sendable {
    /// One byte, as git has it.
    case bytes
    /// One code point.
    case characters
    /// One code point, upper and lower case being the same.
    case charactersOfAnyCase
  }

  /// The longest pattern that is taken; longer ones match nothing. As long as the longest path.
  static let byteLimit = 4_096

  /// The pieces in their order; nil for a pattern that nothing matches, such as an open `[`.
  let pieces: [Piece]?
  private let letters: Letters

  /// Reads a pattern, without a leading or trailing slash that has a meaning of its own.
  init(_ pattern: some Sequence<UInt8>, letters: Letters = .bytes) {
    self.letters = letters
    var reader = GlobReader(pattern: Array(pattern), letters: letters)
    pieces = reader.pieces()
  }

  /// Whether a path matches, from its first name to its last.
  ///
  /// - Complexity: O(length of the path · length of the pattern).
  func matches(_ path: ArraySlice<UInt8>) -> Bool {
    guard let pieces else { return false }
    if pieces.count == 1, !path.contains(UInt8(ascii: "/")) { return matches(pieces[0], path) }
    return matches(
      pieces, path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false))
  }

  /// Whether a name without slashes matches.
  func matches(name: ArraySlice<UInt8>) -> Bool {
    guard let pieces, pieces.count == 1 else { return false }
    return matches(pieces[0], name)
  }

  private func matches(_ pieces: [Piece], _ names: [ArraySlice<UInt8>]) -> Bool {
    var piece = 0
    var name = 0
    // Where to go on when what follows the last `**` fails.
    var retry: (piece: Int, name: Int)?
    while name < names.count {
      if piece < pieces.count {
        if case .anyFolders = pieces[piece] {
          if piece == pieces.count - 1 { return true }
          retry = (piece + 1, name)
          piece += 1
          continue
        }
        if matches(pieces[piece], names[name]) {
          piece += 1
          name += 1
          continue
        }
      }
      guard let last = retry else { return false }
      retry = (last.piece, last.name + 1)
      (piece, name) = (last.piece, last.name + 1)
    }
    return piece == pieces.count
  }

  private func matches(_ piece: Piece, _ name: ArraySlice<UInt8>) -> Bool {
    switch piece {
    case .anyFolders: return true
    case .name(let expected): return name.elementsEqual(expected)
    case .suffix(let suffix):
      return name.count >= suffix.count && name.suffix(suffix.count).elementsEqual(suffix)
    case .elements(let elements):
      if letters == .bytes { return Self.matches(elements, name[...]) }
      return Self.matches(elements, Self.units(of: name, letters)[...])
    }
  }

  private static func matches(
    _ elements: [Element], _ text: ArraySlice<some FixedWidthInteger>
  ) -> Bool {
    var element = 0
    var at = text.startIndex
    var retry: (element: Int, at: Int)?
    while at < text.endIndex {
      if element < elements.count {
        if case .anyNumber = elements[element] {
          element += 1
          retry = (element, at)
          continue
        }
        if matches(elements[element], UInt32(truncatingIfNeeded: text[at])) {
          element += 1
          at += 1
          continue
        }
      }
      guard let last = retry else { return false }
      retry = (last.element, last.at + 1)
      (element, at) = (last.element, last.at + 1)
    }
    return elements[element...].allSatisfy { $0 == .anyNumber }
  }

  private static func matches(_ element: Element, _ letter: UInt32) -> Bool {
    switch element {
    case .literal(let expected): expected == letter
    case .anyOne, .anyNumber: true
    case .oneOf(let set): set.contains(letter)
    }
  }

  /// The letters of a name. A byte that belongs to no character is a letter of its own, beyond all
  /// code points.
  static func units(of bytes: some Sequence<UInt8>, _ letters: Letters) -> [UInt32] {
    let bytes = Array(bytes)
    if letters == .bytes { return bytes.map(UInt32.init) }
    var result: [UInt32] = []
    let span = bytes.span
    var at = 0
    while at < span.count {
      let length = wellFormedLength(in: span, at: at)
      guard length > 0 else {
        result.append(0x11_0000 + UInt32(span[at]))
        at += 1
        continue
      }
      for scalar in String(decoding: bytes[at..<at + length], as: UTF8.self).unicodeScalars {
        result.append(letters == .characters ? scalar.value : folded(scalar))
      }
      at += length
    }
    return result
  }

  /// A code point in lower case, if that is one code point.
  private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    guard lower.count == 1, let only = lower.first else { return scalar.value }
    return only.value
  }
}

/// What stands in brackets.
struct GlobSet: Equatable, Sendable {
  /// The letters, and the ends of ranges of them; of a class such as `[:alpha:]` its name.
  var ranges: [ClosedRange<UInt32>] = []
  /// Whether all others are meant.
  var isNegated = false

  /// Whether a letter is among those that are meant.
  func contains(_ letter: UInt32) -> Bool {
    ranges.contains { $0.contains(letter) } != isNegated
  }

  /// The ASCII letters of a class of POSIX; nil if there is none of this name.
  static func ranges(ofClass name: some Sequence<UInt8>) -> [ClosedRange<UInt32>]? {
    switch String(decoding: Array(name), as: UTF8.self) {
    case "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
    case "alpha": [0x41...0x5A, 0x61...0x7A]
    case "blank": [0x09...0x09, 0x20...0x20]
    case "cntrl": [0x00...0x1F, 0x7F...0x7F]
    case "digit": [0x30...0x39]
    case "graph": [0x21...0x7E]
    case "lower": [0x61...0x7A]
    case "print": [0x20...0x7E]
    case "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
    case "space": [0x09...0x0D, 0x20...0x20]
    case "upper": [0x41...0x5A]
    case "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66]
    default: nil
    }
  }
}
