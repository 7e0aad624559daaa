/// What lies between two neighbouring word boundaries.
struct Segment: BitwiseCopyable, Equatable {
  /// Offset in the text of the first byte behind it.
  var end: UInt32
  /// What its code points are like, put together: bits of ``CharacterEntry``, with ``isWord`` and,
  /// for ASCII, ``asciiLetters`` and the others below.
  var bits: UInt32

  /// ICU calls it a word (rule status 100 or more).
  static let word: UInt32 = 1 << 30
  /// It is ASCII: only the bits below, and ``word``, are set.
  static let ascii: UInt32 = 1 << 29
  /// It is ASCII and holds a letter.
  static let asciiLetter: UInt32 = 1 << 28
  /// It is ASCII and holds a digit.
  static let asciiDigit: UInt32 = 1 << 27

  /// The bits that are of segments, not of code points.
  static let flags = word | ascii | asciiLetter | asciiDigit | CharacterEntry.known

  /// Whether ICU calls it a word.
  var isWord: Bool { bits & Self.word != 0 }
}

/// A number of segments on their way from the scanner to the writer: enough of them that the change
/// between the two costs nothing, few enough to stay in the first-level cache.
struct SegmentBatch: ~Copyable {
  /// How many segments one batch holds at most. (16 KiB.)
  static let capacity = 2048

  /// The segments; only the first ``count`` are of this batch.
  var storage = FixedTable<Segment>(repeating: Segment(end: 0, bits: 0), count: capacity)
  /// How many segments there are.
  var count = 0
  /// Where the first one begins.
  var start = 0
  /// How many ill-formed sequences were met.
  var illFormedCount = 0

  /// An empty batch.
  init() {}

  /// Whether there is no room for another segment.
  var isFull: Bool { count == Self.capacity }

  /// Where the last segment ends.
  var end: Int { count == 0 ? start : Int(storage[count - 1].end) }

  /// Begins a batch at an offset.
  mutating func begin(at start: Int) {
    (self.start, count, illFormedCount) = (start, 0, 0)
  }

  /// Appends a segment.
  ///
  /// - Precondition: there is room.
  @inline(__always)
  mutating func append(end: Int, bits: UInt32) {
    storage[count] = Segment(end: UInt32(truncatingIfNeeded: end), bits: bits)
    count += 1
  }
}
