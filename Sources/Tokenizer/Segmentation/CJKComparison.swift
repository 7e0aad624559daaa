/// The stretches of Han and kana of a text, to be cut by ``CJKSegmenter`` and by ICU's iterator: so
/// that benchmarks, which see only what is public, can compare the two.
@_spi(Benchmarks) public struct CJKComparison: ~Copyable {
  /// How many bytes of UTF-8 are cut.
  public let byteCount: Int
  /// The stretches, a line feed behind each.
  private let units: [UInt16]
  private let stretches: [Range<Int>]
  private var segmenter: CJKSegmenter
  private var breaker: ICUBreaker
  private var segments = SegmentList()
  private var ends: [Int32] = []

  /// Finds the stretches of a UTF-8 text; `nil` if ICU has no dictionary, or not the one we know.
  public init?(_ text: [UInt8]) {
    guard let segmenter = CJKSegmenter(), let breaker = try? ICUBreaker() else { return nil }
    var flags = PageTable()
    var kept = String.UnicodeScalarView()
    var isOpen = false
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      let known =
        flags[scalar.value]
        ?? flags.fill(scalar.value) { first, values in
          ICUDictionary.appendFlagsPage(from: first, to: &values)
        }
      let isMember = known & ICUDictionary.Flag.member != 0
      if isMember { kept.append(scalar) } else if isOpen { kept.append("\n") }
      isOpen = isMember
    }
    if isOpen { kept.append("\n") }
    let units = Array(String(kept).utf16)
    self.units = units
    byteCount = String(kept).utf8.count
    var start = 0
    stretches = units.indices.filter { units[$0] == 0x0A }.map { end in
      defer { start = end + 1 }
      return start..<end
    }
    self.segmenter = segmenter
    self.breaker = breaker
  }

  /// Cuts all stretches by our own segmenter; returns how many words there are.
  public mutating func countOwnWords() -> Int {
    ends.removeAll(keepingCapacity: true)
    let units = units
    for stretch in stretches {
      try? segmenter.appendBreaks(of: units.span, inRange: stretch, to: &ends)
    }
    return ends.count + stretches.count
  }

  /// Cuts all stretches by ICU's iterator; returns how many words there are.
  public mutating func countICUWords() -> Int {
    let units = units
    try? breaker.findSegments(of: units.span, into: &segments)
    return segments.ends.count - stretches.count
  }
}
