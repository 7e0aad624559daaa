/// Divides what the rules keep together and leave to dictionaries: Han and kana by
/// ``CJKSegmenter``, Thai, Lao, Khmer and Burmese by ``LetterSegmenter``, and what is of several kinds
/// or of another ICU's version by ICU's iterator. The iterator looks nowhere but between the two ends
/// of such a stretch: so handing it the stretch alone gives what it gives within the whole text.
struct DictionaryRange: ~Copyable {
  private var breaker: ICUBreaker?
  private var cjk: CJKSegmenter?
  private var isCJKOpen = false
  private var letters = LetterSegmenters()
  private var units: [UInt16] = []
  private var segments = SegmentList()
  private var offsets: [UInt32] = []
  /// The segment that is given out next, as an index into ``segments``.
  private var cursor = 0
  /// The bits of each segment, where all have the same; otherwise nil.
  private var commonBits: UInt32?
  /// Whether ``segments`` counts in bytes, and has the rules' status for all.
  private var countsBytes = false
  private var start = 0
  private var isPrimed = false

  /// A stretch is cut here, come what may: ICU counts in Int32.
  static let largestCount = 1 << 28
  /// From this many units on the memory of a stretch is given back.
  private static let keptCount = 1 << 20

  /// Nothing opened, nothing divided.
  init() {}

  /// Whether ICU's iterator is open.
  var isOpen: Bool { breaker != nil }

  /// Opens ICU's iterator. Returns its rules, or nil if they are in a form that is not known here.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  mutating func open() throws(ICUError) -> ICURules? {
    let breaker = try ICUBreaker()
    let rules = try breaker.rules()
    self.breaker = consume breaker
    return rules
  }

  /// One segment of the stretch.
  struct Piece: BitwiseCopyable {
    /// Where it ends in the text.
    var end: Int
    /// Its bits, if they are known without looking at its code points.
    var bits: UInt32?
    /// ``Segment/word`` or 0.
    var status: UInt32
  }

  /// The next segment of what was divided last; `start` is where the one before ended.
  mutating func next(after start: Int) -> Piece? {
    guard cursor < segments.ends.count else { return nil }
    defer { cursor += 1 }
    let end = Int(segments.ends[cursor])
    let status = segments.statuses[cursor] >= SegmentList.wordStatus ? Segment.word : 0
    if countsBytes { return Piece(end: self.start + end, bits: nil, status: status) }
    // Plain code points take three bytes and one unit.
    if let commonBits { return Piece(end: self.start + 3 * end, bits: commonBits, status: status) }
    return Piece(end: Int(offsets[end]), bits: nil, status: status)
  }

  /// Divides a segment by the rules, with the given bits.
  ///
  /// - Complexity: O(bytes in the range).
  /// - Throws: ``ICUError`` if ICU is out of memory.
  mutating func divide(
    _ text: Span<UInt8>, _ range: Range<Int>, _ bits: UInt32, _ table: borrowing CharacterTable
  ) throws(ICUError) {
    let isPlain = bits & CharacterEntry.notPlain == 0
    commonBits = isPlain ? bits : nil
    if divideByLetters(text, range, bits, table) { return }
    if isPlain { decodePlain(text, range) } else { decode(text, range) }
    if try !divideAsCJK(bits) {
      if bits & CharacterEntry.cjk != 0 { try prime() }
      try findSegments()
    }
  }

  /// Divides Thai, Lao, Burmese and Khmer, in which other letters may stand. Returns false if that is
  /// left to others.
  private mutating func divideByLetters(
    _ text: Span<UInt8>, _ range: Range<Int>, _ bits: UInt32, _ table: borrowing CharacterTable
  ) -> Bool {
    guard bits & CharacterEntry.cjk == 0, range.count < Self.largestCount else { return false }
    begin(at: range.lowerBound, 0)
    segments.removeAll()
    countsBytes = true
    var index = range.lowerBound
    while index < range.upperBound {
      let decoded = decodeScalar(in: text, at: index)
      if table.entry(of: decoded.scalar) & CharacterEntry.dictionary == 0 {
        // The rules keep it, and what stands before and behind it, together.
        index += decoded.length
        continue
      }
      let end = letters.appendBreaks(
        of: text, in: index..<range.upperBound, beginningWith: decoded.scalar,
        origin: range.lowerBound, to: &segments.ends)
      guard let end, end > index else {
        countsBytes = false
        return false
      }
      index = end
    }
    segments.ends.append(Int32(truncatingIfNeeded: range.count))
    let status = bits & Segment.word == 0 ? 0 : SegmentList.wordStatus
    segments.statuses.append(contentsOf: repeatElement(status, count: segments.ends.count))
    return true
  }

  /// Divides Han and kana. Returns false if that is left to ICU.
  private mutating func divideAsCJK(_ bits: UInt32) throws(ICUError) -> Bool {
    guard bits & CharacterEntry.cjk != 0 else { return false }
    if !isCJKOpen {
      cjk = CJKSegmenter()
      isCJKOpen = true
    }
    // A constant, so that a span of it lasts while this value changes; nothing is copied.
    let own = units
    segments.removeAll()
    if commonBits != nil, cjk != nil {
      try cjk?.appendBreaks(of: own.span, inRange: 0..<own.count, to: &segments.ends)
    } else if try cjk?.appendBreaks(of: own.span, inSegment: 0..<own.count, to: &segments.ends)
      != true
    {
      return false
    }
    segments.ends.append(Int32(truncatingIfNeeded: own.count))
    let status = bits & Segment.word == 0 ? 0 : SegmentList.wordStatus
    segments.statuses.append(contentsOf: repeatElement(status, count: segments.ends.count))
    return true
  }

  /// Lets ICU's iterator meet a Han character and a kana mark that no dictionary knows. ICU decides
  /// who divides U+30FC by what it has met before; from here on it does not change its mind, so that
  /// the same text always gives the same words.
  private mutating func prime() throws(ICUError) {
    guard !isPrimed else { return }
    isPrimed = true
    let text: [UInt16] = [0x6F22, 0x309B, 0x309B]
    var ignored = SegmentList()
    try breaker?.findSegments(of: text.span, into: &ignored)
  }

  /// Lets ICU find all the segments of a range that begins and ends where it begins anew.
  ///
  /// - Throws: ``ICUError`` if ICU is out of memory.
  mutating func divideByICU(_ text: Span<UInt8>, _ range: Range<Int>) throws(ICUError) {
    decode(text, range)
    commonBits = nil
    try findSegments()
  }

  /// Asks ICU for the segments of the units.
  private mutating func findSegments() throws(ICUError) {
    // A constant, so that a span of it lasts while this value changes; nothing is copied.
    let own = units
    try breaker?.findSegments(of: own.span, into: &segments)
  }

  /// Gives back the memory of an unusually long stretch.
  mutating func trim() {
    cjk?.trim()
    letters.trim()
    guard units.capacity > Self.keptCount else { return }
    units = []
    offsets = []
    segments = SegmentList()
  }

  private mutating func begin(at start: Int, _ count: Int) {
    units.removeAll(keepingCapacity: true)
    units.reserveCapacity(count)
    offsets.removeAll(keepingCapacity: true)
    self.start = start
    countsBytes = false
    cursor = 0
  }

  /// Decodes plain code points.
  private mutating func decodePlain(_ text: Span<UInt8>, _ range: Range<Int>) {
    let count = min(range.count / 3, Self.largestCount)
    begin(at: range.lowerBound, count)
    let bytes = text.extracting(range.lowerBound..<range.lowerBound + 3 * count)
    var index = 0
    while index < bytes.count {
      let first = UInt16(bytes[index] & 0x0F) << 12
      let rest = UInt16(bytes[index + 1] & 0x3F) << 6 | UInt16(bytes[index + 2] & 0x3F)
      units.append(first | rest)
      index += 3
    }
  }

  /// Decodes anything, remembering where each unit stands.
  private mutating func decode(_ text: Span<UInt8>, _ range: Range<Int>) {
    begin(at: range.lowerBound, range.count / 2)
    var index = range.lowerBound
    while index < range.upperBound, units.count < Self.largestCount {
      let decoded = decodeScalar(in: text, at: index)
      let scalar = decoded.scalar
      offsets.append(UInt32(truncatingIfNeeded: index))
      if scalar < 0x10000 {
        units.append(UInt16(truncatingIfNeeded: scalar))
      } else {
        units.append(UInt16(truncatingIfNeeded: 0xD7C0 &+ (scalar >> 10)))
        units.append(UInt16(truncatingIfNeeded: 0xDC00 | scalar & 0x3FF))
        offsets.append(UInt32(truncatingIfNeeded: index))
      }
      index += decoded.length
    }
    offsets.append(UInt32(truncatingIfNeeded: index))
  }
}
