/// The steps of ``MultilingualAnalyzer``, batch by batch: ``WordScanner`` finds segments;
/// ``resolve(_:)`` decides which of them are tokens and hands the difficult ones to ICU to be folded,
/// all in one call; the writer folds the rest and writes the tokens.
struct AnalysisPipeline: ~Copyable {
  /// Finds the segments, and knows the code points.
  var scanner = WordScanner()
  /// Words of which only ICU can tell how they fold.
  var complex = ComplexFolds()
  /// Finds the places of words that are spelled out.
  var places = PlaceMap()
  /// The segments at hand.
  var batch = SegmentBatch()
  /// Adds stems.
  private var stems = StemFilter()
  /// Adds parts of words.
  private var parts = WordParts()

  /// A pipeline with nothing opened.
  init() {}

  /// Opens ICU.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  mutating func open() throws(ICUError) {
    try scanner.open()
  }

  /// Analyses a text.
  ///
  /// - Complexity: O(bytes of the text).
  /// - Throws: ``ICUError`` if ICU cannot open its data or is out of memory.
  mutating func run(_ text: Span<UInt8>, into buffer: inout TokenBuffer) throws(ICUError) {
    var writer = TokenWriter(taking: &buffer)
    var illFormedCount = 0
    var index = 0
    while index < text.count, !writer.isFull {
      try scanner.scan(text, from: index, into: &batch)
      illFormedCount += batch.illFormedCount
      index = batch.end
      try resolve(text)
      try write(text, to: &writer)
    }
    scanner.trim()
    complex.trim()
    writer.finish(into: &buffer, illFormedCount: illFormedCount)
    stems.append(to: &buffer, of: text)
    try parts.append(to: &buffer, of: text)
  }

  /// Leaves the bit ``Segment/word`` on those segments, and only those, that are tokens, and the bit
  /// ``CharacterEntry/complex`` on those of them that ICU has folded.
  private mutating func resolve(_ text: Span<UInt8>) throws(ICUError) {
    complex.removeAll()
    let unusual =
      CharacterEntry.makesToken | CharacterEntry.selector | CharacterEntry.mark
      | CharacterEntry.complex
    var start = batch.start
    for index in 0..<batch.count {
      let segment = batch.storage[index]
      let range = start..<Int(segment.end)
      start = range.upperBound
      guard segment.bits & unusual != 0 else { continue }
      let bits = resolved(segment.bits, text, range)
      if bits & (Segment.word | CharacterEntry.complex) == Segment.word | CharacterEntry.complex {
        complex.append(text, range)
      }
      batch.storage[index].bits = bits
    }
    try complex.fold()
  }

  /// The bits of one segment, resolved.
  private mutating func resolved(
    _ bits: UInt32, _ text: Span<UInt8>, _ range: Range<Int>
  ) -> UInt32 {
    var bits = bits
    if bits & Segment.word == 0 {
      var isToken = bits & CharacterEntry.makesToken != 0
      if !isToken, bits & CharacterEntry.selector != 0 {
        isToken = scanner.classifier.holdsEmoji(text.extracting(range))
      }
      if isToken { bits |= Segment.word }
    }
    if bits & CharacterEntry.mark != 0, bits & CharacterEntry.complex == 0,
      scanner.holdsMarksSideBySide(text, range)
    {
      bits |= CharacterEntry.complex
    }
    return bits
  }
}
