/// Cuts pieces of text into ICU's segments. The iterator is opened when it is first needed: a text
/// that is all ASCII never does, and a process that only asks an English question starts without
/// loading ICU's data.
struct WordSegmenter: ~Copyable {
  /// The current piece.
  private(set) var piece = TextPiece()
  /// The segments of the current piece.
  private(set) var segments = SegmentList()
  private var breaker: ICUBreaker?

  /// A segmenter with nothing opened.
  init() {}

  /// Opens the iterator if it is not open.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  mutating func open() throws(ICUError) {
    if breaker == nil { breaker = try ICUBreaker() }
  }

  /// Reads the piece at `start`, a safe point, and finds its segments. Returns where it ends.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data or is out of memory.
  mutating func readPiece(
    of text: Span<UInt8>, from start: Int, ascii: inout ASCIIFinder
  ) throws(ICUError) -> Int {
    try open()
    let end = piece.decode(text, from: start, ascii: &ascii)
    let units = piece.units
    try breaker?.findSegments(of: units.span.extracting(first: piece.count), into: &segments)
    return end
  }

  /// Gives back the memory that an unusually long piece took.
  mutating func trim() {
    piece.trim()
    if segments.ends.capacity > 64 * TextPiece.usualCount { segments = SegmentList() }
  }
}
