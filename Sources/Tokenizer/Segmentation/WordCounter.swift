/// Counts the words of texts: word boundaries and nothing else, so that benchmarks, which see only
/// what is public, can compare them with ICU's iterator.
@_spi(Benchmarks) public struct WordCounter: ~Copyable {
  private var scanner = WordScanner()
  private var batch = SegmentBatch()

  /// A counter with nothing opened.
  public init() {}

  /// How many segments of a text are words, and the sum of where they end, in bytes.
  ///
  /// - Complexity: O(bytes of the text).
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  public mutating func count(
    _ text: Span<UInt8>
  ) throws(ICUError) -> (words: Int, sum: Int) {
    var (words, sum) = (0, 0)
    var index = 0
    while index < text.count {
      try scanner.scan(text, from: index, into: &batch)
      let segments = batch.storage.uncheckedMutable
      for place in 0..<batch.count where segments[place].isWord {
        words += 1
        sum += Int(segments[place].end)
      }
      index = batch.end
    }
    return (words, sum)
  }
}
