/// The default analyzer: ICU's word boundaries, NFKC_Casefold, and places for scripts without
/// spaces. No configuration, every language.
///
/// Stretches of ASCII between safe points are cut by ``ASCIISegmenter``, everything else by ICU;
/// the result is the same as of ICU on the whole text. A class, because it owns an ICU iterator,
/// which cannot be copied.
final class MultilingualAnalyzer: Analyzer {
  private var pipeline = AnalysisPipeline()

  /// Opens what is otherwise opened by the first text beyond ASCII.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  func open() throws(ICUError) {
    try pipeline.open()
  }

  /// Analyses `text`; see ``Analyzer/analyze(_:into:)``.
  ///
  /// - Precondition: ICU can open its data and allocate memory. No text by itself traps.
  func analyze(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
    let text = text.extracting(first: min(text.count, Int(UInt32.max)))
    do throws(ICUError) {
      try pipeline.run(text, into: &buffer)
    } catch {
      // As when memory cannot be had: there is no text for which this is the right answer.
      fatalError(error.description)
    }
  }
}

/// The steps of ``MultilingualAnalyzer`` and their scratch memory.
private struct AnalysisPipeline: ~Copyable {
  private let asciiSegmenter = ASCIISegmenter()
  private var segmenter = WordSegmenter()
  private var fold = CompatibilityFold()
  private var classifier = TokenClassifier()
  private var batch = ICUNormalizer.Batch()
  private var classes: [FoldClass] = []
  private var termPlaces: [Int32] = []
  private var sourcePlaces: [Int32] = []
  private var stems = StemFilter()
  private var parts = WordParts()

  init() {}

  mutating func open() throws(ICUError) {
    try segmenter.open()
  }

  /// Cuts the text into ASCII stretches and pieces for ICU, at safe points.
  mutating func run(_ text: Span<UInt8>, into buffer: inout TokenBuffer) throws(ICUError) {
    var writer = TokenWriter(taking: &buffer)
    var ascii = ASCIIFinder()
    var illFormedCount = 0
    var index = 0
    while index < text.count, !writer.isFull {
      let stop = asciiStop(in: text, from: index, ascii: &ascii)
      if stop > index {
        writeASCII(text, index..<stop, to: &writer)
        index = stop
      } else {
        index = try segmenter.readPiece(of: text, from: index, ascii: &ascii)
        illFormedCount += segmenter.piece.illFormedCount
        try classifySegments()
        writePiece(of: text, to: &writer)
      }
    }
    segmenter.trim()
    if batch.output.count > 1 << 22 { batch = ICUNormalizer.Batch() }
    if classes.capacity > 64 * TextPiece.usualCount { classes = [] }
    writer.finish(into: &buffer, illFormedCount: illFormedCount)
    stems.append(to: &buffer, of: text)
    try parts.append(to: &buffer, of: text)
  }

  /// Where the ASCII stretch at `start`, a safe point, ends; `start` if it is not worth it.
  private func asciiStop(
    in text: Span<UInt8>, from start: Int, ascii: inout ASCIIFinder
  ) -> Int {
    let end = ascii.end(in: text, from: start)
    if end == text.count { return end }
    if end - start < TextPiece.asciiStretch { return start }
    return SafePoints.lastSafePoint(in: text, from: start, to: end)
  }

  /// Segments, folds and writes ASCII in one pass.
  private func writeASCII(
    _ text: Span<UInt8>, _ range: Range<Int>, to writer: inout TokenWriter
  ) {
    writer.reserve(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let segment = asciiSegmenter.segment(in: text, at: index, limit: range.upperBound)
      if segment.isWord {
        let source = index..<segment.end
        let term = Self.writeLowercased(text, source, to: &writer)
        writer.append(term: term, source: source, script: segment.script, placeCount: 1)
      }
      index = segment.end
    }
  }

  /// Writes an ASCII word, for which there is room.
  @inline(__always)
  private static func writeLowercased(
    _ text: Span<UInt8>, _ source: Range<Int>, to writer: inout TokenWriter
  ) -> Range<Int> {
    let count = min(source.count, TokenLimits.longestTerm)
    let start = writer.byteCount
    var bytes = writer.bytes.mutableSpan
    for offset in 0..<count {
      let byte = text[source.lowerBound + offset]
      let isUpper = byte &- UInt8(ascii: "A") < 26
      bytes[start + offset] = isUpper ? byte | 0x20 : byte
    }
    writer.byteCount = start + count
    return start..<start + count
  }

  /// Decides for each segment of the piece whether it is a token and how it folds, and lets ICU
  /// fold the complex ones, all in one call.
  private mutating func classifySegments() throws(ICUError) {
    classes.removeAll(keepingCapacity: true)
    batch.removeAll()
    // Constants, so that spans of them last while this value changes; nothing is copied.
    let (ownUnits, ownSegments) = (segmenter.piece.units, segmenter.segments)
    let units = ownUnits.span
    let ends = ownSegments.ends.span
    let statuses = ownSegments.statuses.span
    var start = 0
    for index in ends.indices {
      let range = start..<Int(ends[index])
      start = range.upperBound
      var class_ = FoldClass.none
      if statuses[index] >= SegmentList.wordStatus || classifier.makesToken(units, range) {
        class_ = try fold.classify(units, range)
      }
      if class_ == .complex {
        batch.starts.append(Int32(range.lowerBound))
        batch.ends.append(Int32(range.upperBound))
      }
      classes.append(class_)
    }
    if !batch.starts.isEmpty { try ICUNormalizer.fold(&batch, of: units) }
  }

  /// Writes the tokens of the piece.
  private mutating func writePiece(of text: Span<UInt8>, to writer: inout TokenWriter) {
    // No simple unit takes more than three bytes.
    writer.reserve(3 * segmenter.piece.count)
    let ownOffsets = segmenter.piece.offsets
    let offsets = ownOffsets.span
    var start = 0
    var complexCount = 0
    for index in classes.indices where !writer.isFull {
      let range = start..<Int(segmenter.segments.ends[index])
      start = range.upperBound
      let source = Int(offsets[range.lowerBound])..<Int(offsets[range.upperBound])
      switch classes[index] {
      case .none: break
      case .ascii: writeASCIIToken(text, source, to: &writer)
      case .unchanged: writeUnchanged(text, source, range, to: &writer)
      case .simple: writeSimple(source, range, to: &writer)
      case .complex:
        writeComplex(source, range, complexCount, to: &writer)
        complexCount += 1
      }
    }
  }

  private mutating func writeASCIIToken(
    _ text: Span<UInt8>, _ source: Range<Int>, to writer: inout TokenWriter
  ) {
    writer.reserve(source.count)
    var content: UInt8 = 0
    for index in source { content |= asciiSegmenter.wordClass(of: text[index]) }
    let script = ASCIISegmenter.script(of: content)
    let term = Self.writeLowercased(text, source, to: &writer)
    writer.append(term: term, source: source, script: script, placeCount: 1)
  }

  /// The bytes of the source, three to the unit and to the place, are the term.
  private mutating func writeUnchanged(
    _ text: Span<UInt8>, _ source: Range<Int>, _ range: Range<Int>, to writer: inout TokenWriter
  ) {
    writer.reserve(source.count)
    let start = writer.byteCount
    var bytes = writer.bytes.mutableSpan
    for offset in 0..<source.count { bytes[start + offset] = text[source.lowerBound + offset] }
    writer.byteCount = start + source.count
    let script = TokenClassifier.script(ofUnchanged: segmenter.piece.units[range.lowerBound])
    writer.append(
      term: start..<start + min(source.count, 3 * TokenLimits.longestTerm), source: source,
      script: script, placeCount: range.count, kind: .spelledWord)
    for offset in 0..<range.count {
      let (term, place) = (start + 3 * offset, source.lowerBound + 3 * offset)
      writer.append(
        characterAt: offset, of: range.count, term: term..<term + 3, source: place..<place + 3,
        script: script)
    }
  }

  /// Folds unit by unit. The pages are there: ``classifySegments()`` has read them.
  private mutating func writeSimple(
    _ source: Range<Int>, _ range: Range<Int>, to writer: inout TokenWriter
  ) {
    writer.reserve(3 * range.count)
    let units = segmenter.piece.units
    let start = writer.byteCount
    var end = start
    var kept = start
    var summary = SummaryBuilder()
    var bytes = writer.bytes.mutableSpan
    for (index, position) in range.enumerated() {
      let unit = UInt32(fold.loaded(units[position]))
      summary.add(classifier.properties(of: unit))
      if unit < 0x80 {
        bytes[end] = UInt8(truncatingIfNeeded: unit)
        end += 1
      } else if unit < 0x800 {
        bytes[end] = UInt8(truncatingIfNeeded: 0xC0 | unit >> 6)
        bytes[end + 1] = UInt8(truncatingIfNeeded: 0x80 | unit & 0x3F)
        end += 2
      } else {
        bytes[end] = UInt8(truncatingIfNeeded: 0xE0 | unit >> 12)
        bytes[end + 1] = UInt8(truncatingIfNeeded: 0x80 | unit >> 6 & 0x3F)
        bytes[end + 2] = UInt8(truncatingIfNeeded: 0x80 | unit & 0x3F)
        end += 3
      }
      if index < TokenLimits.longestTerm { kept = end }
    }
    writer.byteCount = end
    write(summary.summary, start..<kept, foldedEnd: end, source, units: range, to: &writer)
  }

  /// Copies what ICU folded; nothing, if nothing was left.
  private mutating func writeComplex(
    _ source: Range<Int>, _ range: Range<Int>, _ index: Int, to writer: inout TokenWriter
  ) {
    let output = batch.output
    let folded = output.span.extracting(batch.outputRange(index))
    guard !folded.isEmpty else { return }
    writer.reserve(folded.count)
    let start = writer.byteCount
    var bytes = writer.bytes.mutableSpan
    for offset in 0..<folded.count { bytes[start + offset] = folded[offset] }
    writer.byteCount = start + folded.count
    let kept = start + TokenLimits.keptByteCount(of: folded)
    write(
      classifier.summary(of: folded), start..<kept, foldedEnd: start + folded.count, source,
      units: range, to: &writer)
  }

  /// Writes a word whose term stands in the arena, and its characters if it is spelled out.
  private mutating func write(
    _ summary: TokenClassifier.Summary, _ term: Range<Int>, foldedEnd: Int, _ source: Range<Int>,
    units range: Range<Int>, to writer: inout TokenWriter
  ) {
    writer.append(
      term: term, source: source, script: summary.script, placeCount: summary.placeCount,
      kind: summary.isSpelled ? .spelledWord : .word)
    guard summary.isSpelled else {
      writer.byteCount = term.upperBound
      return
    }
    termPlaces.removeAll(keepingCapacity: true)
    sourcePlaces.removeAll(keepingCapacity: true)
    classifier.appendPlaces(
      of: writer.bytes.span.extracting(term.lowerBound..<foldedEnd), to: &termPlaces)
    let (ownUnits, ownOffsets) = (segmenter.piece.units, segmenter.piece.offsets)
    classifier.appendPlaces(of: ownUnits.span, range, to: &sourcePlaces)
    let offsets = ownOffsets.span
    // Where folding changed the number of places, each stands for the whole word.
    let isOneToOne = sourcePlaces.count == termPlaces.count
    for offset in termPlaces.indices {
      let isLast = offset + 1 == termPlaces.count
      let start = term.lowerBound + Int(termPlaces[offset])
      var end = isLast ? foldedEnd : term.lowerBound + Int(termPlaces[offset + 1])
      if end - start > TokenLimits.longestTerm {
        end = start + TokenLimits.keptByteCount(of: writer.bytes.span.extracting(start..<end))
      }
      var place = source
      if isOneToOne {
        let next = isLast ? range.upperBound : Int(sourcePlaces[offset + 1])
        let first = offset == 0 ? range.lowerBound : Int(sourcePlaces[offset])
        place = Int(offsets[first])..<Int(offsets[next])
      }
      writer.append(
        characterAt: offset, of: termPlaces.count, term: start..<end, source: place,
        script: summary.script)
    }
  }
}
