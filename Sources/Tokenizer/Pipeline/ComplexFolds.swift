/// The words of a batch in which neighbours matter to folding, in UTF-16 as ICU wants them, and then
/// their folded forms.
struct ComplexFolds: ~Copyable {
  private var units: [UInt16] = []
  private var batch = ICUNormalizer.Batch()
  /// From this many bytes of output on the memory is given back.
  private static let keptCount = 1 << 22

  /// No words.
  init() {}

  /// Forgets the words and keeps the storage.
  mutating func removeAll() {
    units.removeAll(keepingCapacity: true)
    batch.removeAll()
  }

  /// Appends a word, or a part of one, to be folded by itself.
  mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
    batch.starts.append(Int32(truncatingIfNeeded: units.count))
    var index = range.lowerBound
    while index < range.upperBound {
      let decoded = decodeScalar(in: text, at: index)
      let scalar = decoded.scalar
      if scalar < 0x10000 {
        units.append(UInt16(truncatingIfNeeded: scalar))
      } else {
        units.append(UInt16(truncatingIfNeeded: 0xD7C0 &+ (scalar >> 10)))
        units.append(UInt16(truncatingIfNeeded: 0xDC00 | scalar & 0x3FF))
      }
      index += decoded.length
    }
    batch.ends.append(Int32(truncatingIfNeeded: units.count))
  }

  /// How many words there are.
  var count: Int { batch.starts.count }

  /// Folds all of them.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  mutating func fold() throws(ICUError) {
    guard count > 0 else { return }
    // A constant, so that a span of it lasts while this value changes; nothing is copied.
    let own = units
    try ICUNormalizer.fold(&batch, of: own.span)
  }

  /// All folded forms, back to back.
  var output: [UInt8] { batch.output }

  /// Where the folded form of word `index` stands in ``output``.
  func outputRange(_ index: Int) -> Range<Int> { batch.outputRange(index) }

  /// Gives back the memory that an unusually long word took.
  mutating func trim() {
    if batch.output.count > Self.keptCount { batch = ICUNormalizer.Batch() }
    if units.capacity > Self.keptCount { units = [] }
  }
}
