extension AnalysisPipeline {
  /// Writes the tokens of the batch.
  mutating func write(_ text: Span<UInt8>, to writer: inout TokenWriter) throws(ICUError) {
    // Each byte of ASCII and of what folds to itself is one byte of a term; eight more, because
    // ASCII is written eight bytes at a time.
    writer.reserve(batch.end - batch.start + 8)
    var start = batch.start
    var complexIndex = 0
    for index in 0..<batch.count {
      let segment = batch.storage[index]
      let source = start..<Int(segment.end)
      start = source.upperBound
      guard segment.isWord else { continue }
      if segment.bits & Segment.ascii != 0 {
        writeASCII(text, source, segment.bits, to: &writer)
      } else if segment.bits & CharacterEntry.complex != 0 {
        try writeComplex(text, source, complexIndex, to: &writer)
        complexIndex += 1
      } else if segment.bits & CharacterEntry.notPlain == 0 {
        writePlain(text, source, to: &writer)
      } else {
        try writeSimple(text, source, segment.bits, to: &writer)
      }
    }
  }

  /// An ASCII word: letters to lower case.
  private func writeASCII(
    _ text: Span<UInt8>, _ source: Range<Int>, _ bits: UInt32, to writer: inout TokenWriter
  ) {
    let count = min(source.count, TokenLimits.longestTerm)
    let start = writer.byteCount
    writer.appendLowercased(text, source.lowerBound, count: count)
    let script: ScriptClass =
      bits & Segment.asciiLetter != 0 ? .latin : bits & Segment.asciiDigit != 0 ? .number : .other
    writer.append(term: start..<start + count, source: source, script: script, placeCount: 1)
  }

  /// A word of plain Han, kana or Hangul: its bytes, three to the place, are the term.
  private func writePlain(
    _ text: Span<UInt8>, _ source: Range<Int>, to writer: inout TokenWriter
  ) {
    let start = writer.byteCount
    writer.append(text, source)
    let first = decodeScalar(in: text, at: source.lowerBound).scalar
    let script = TokenClassifier.script(ofPlain: first)
    let count = source.count / 3
    writer.append(
      term: start..<start + min(source.count, 3 * TokenLimits.longestTerm), source: source,
      script: script, placeCount: count, kind: .spelledWord)
    for offset in 0..<count {
      let (term, place) = (start + 3 * offset, source.lowerBound + 3 * offset)
      writer.append(
        characterAt: offset, of: count, term: term..<term + 3, source: place..<place + 3,
        script: script)
    }
  }

  /// A word whose code points fold each by itself, to one code point: most of all scripts.
  private mutating func writeSimple(
    _ text: Span<UInt8>, _ source: Range<Int>, _ bits: UInt32, to writer: inout TokenWriter
  ) throws(ICUError) {
    // A folded unit takes three bytes at most; what follows needs its own room still.
    writer.reserve(3 * source.count + batch.end - source.upperBound + 8)
    let start = writer.byteCount
    if bits & CharacterEntry.changes == 0 {
      writer.append(text, source)
    } else {
      scanner.table.appendFolded(text, source, to: &writer)
    }
    if bits & CharacterEntry.takesPlaces != 0 {
      return try writeSpelled(text, source, from: start, to: &writer)
    }
    let end = writer.byteCount
    let kept = start + TokenLimits.keptByteCount(of: writer.bytes.span.extracting(start..<end))
    writer.byteCount = kept
    writer.append(
      term: start..<kept, source: source, script: scanner.table.script(of: text, source),
      placeCount: 1)
  }

  /// A word that ICU folded; nothing, if nothing was left.
  private mutating func writeComplex(
    _ text: Span<UInt8>, _ source: Range<Int>, _ index: Int, to writer: inout TokenWriter
  ) throws(ICUError) {
    let output = complex.output
    let range = complex.outputRange(index)
    guard !range.isEmpty else { return }
    // What ICU folds may grow; what follows needs its own room still.
    writer.reserve(range.count + batch.end - source.upperBound + 8)
    let start = writer.byteCount
    writer.append(output.span, range)
    try writeSpelled(text, source, from: start, to: &writer)
  }

  /// A word whose folded form stands in the arena from `start` on, and its places, if any of its
  /// graphemes takes one by itself.
  private mutating func writeSpelled(
    _ text: Span<UInt8>, _ source: Range<Int>, from start: Int, to writer: inout TokenWriter
  ) throws(ICUError) {
    let end = writer.byteCount
    let summary = scanner.classifier.summary(of: writer.bytes.span.extracting(start..<end))
    let kept = start + TokenLimits.keptByteCount(of: writer.bytes.span.extracting(start..<end))
    if summary.isSpelled {
      try places.find(
        writer.bytes.span.extracting(start..<end), from: text.extracting(source),
        &scanner.classifier)
    } else {
      writer.byteCount = kept
    }
    writer.append(
      term: start..<kept, source: source, script: summary.script, placeCount: summary.placeCount,
      kind: summary.isSpelled ? .spelledWord : .word)
    guard summary.isSpelled else { return }
    for index in 0..<places.count {
      let range = places.termRange(index, of: end - start)
      let (first, last) = (start + range.lowerBound, start + range.upperBound)
      let kept = TokenLimits.keptByteCount(of: writer.bytes.span.extracting(first..<last))
      let place = places.sourceRange(index)
      writer.append(
        characterAt: index, of: places.count,
        term: first..<first + kept,
        source: source.lowerBound + place.lowerBound..<source.lowerBound + place.upperBound,
        script: summary.script)
    }
  }
}
