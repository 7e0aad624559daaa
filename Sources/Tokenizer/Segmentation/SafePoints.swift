/// The points at which a text may be cut without changing a word boundary.
///
/// ICU's rules begin afresh at every boundary that the rules themselves make, and its dictionaries
/// look only between two such boundaries. So a point is safe if the rules always break there,
/// whatever stands before and behind, and if no rule looks across it. That holds
/// - behind a line feed: WB3a breaks there, and no rule has a line feed in its middle;
/// - behind U+0020, an ideographic comma, full stop or full-width comma, if what follows is none of
///   space, Extend, Format and ZWJ (WB3d and WB4), nor, for the full-width comma, a digit (WB11).
///
/// The tests cut and compare with ICU on the whole.
enum SafePoints {
  /// Whether the point between two code points is safe. A `false` may be wrong, a `true` never is.
  @inline(__always)
  static func isSafe(between left: UInt32, and right: UInt32) -> Bool {
    switch left {
    case 0x0A: true
    case 0x20: (right > 0x20 && right < 0x7F) || startsSegment(right)
    case 0x3001, 0x3002, 0xFF0C: startsSegment(right)
    default: false
    }
  }

  /// Whether `scalar` is a letter, beyond ASCII, of the blocks that fill most texts. None of these
  /// is Extend, Format, ZWJ, a space or a digit.
  static func startsSegment(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x00C0...0x024F, 0x0386...0x03FF, 0x0400...0x0481, 0x048A...0x052F: true
    case 0x05D0...0x05EA, 0x0620...0x064A, 0x0904...0x0939, 0x0E01...0x0E30: true
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x3400...0x4DBF, 0x4E00...0x9FFF: true
    case 0xAC00...0xD7A3: true
    default: false
    }
  }

  /// Whether the point between two ASCII bytes is safe.
  @inline(__always)
  static func isSafe(between left: UInt8, andASCII right: UInt8) -> Bool {
    left == 0x0A || (left == 0x20 && right != 0x20)
  }

  /// The last safe point of an ASCII stretch, or its start if there is none. At the end of the
  /// stretch only a line feed makes one, since what follows is not ASCII.
  static func lastSafePoint(in text: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var point = end
    while point > start {
      let left = text[point - 1]
      if left == 0x0A { return point }
      if point < end, isSafe(between: left, andASCII: text[point]) { return point }
      point -= 1
    }
    return start
  }
}
