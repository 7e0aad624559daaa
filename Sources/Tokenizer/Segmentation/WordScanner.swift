/// Finds word boundaries: those of ICU's root word iterator, bit for bit, in UTF-8.
///
/// Three ways, from quick to slow: ``ASCIIWords`` for segments that only ASCII has a say in;
/// ``RuleMachine``, which runs ICU's own compiled rules, for the rest; and for what the rules leave to
/// dictionaries ``DictionaryRange``. Each segment is found by itself from where the one before ended,
/// so a text needs no more memory than its longest run of Han, kana or Thai.
///
/// ICU is opened when the first byte beyond ASCII is met: a process that only asks an English
/// question starts without loading ICU's data.
struct WordScanner: ~Copyable {
  private let asciiWords = ASCIIWords()
  private var machine: RuleMachine?
  private var dictionary = DictionaryRange()
  /// What is known of each code point that has been met.
  private(set) var table = CharacterTable()
  /// The properties of code points.
  var classifier = TokenClassifier()

  private let usesRules: Bool

  /// A scanner with nothing opened. Without the rules ICU's iterator finds all that is not ASCII, as
  /// it must where the rules are in a form that is not known here.
  init(withoutRules: Bool = false) {
    usesRules = !withoutRules
  }

  /// Whether ICU has been opened.
  var isOpen: Bool { dictionary.isOpen }

  /// Opens ICU's rules.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  mutating func open() throws(ICUError) {
    guard !dictionary.isOpen else { return }
    if let rules = try dictionary.open(), usesRules { machine = RuleMachine(rules) }
    try load(0)
  }

  /// Fills `batch` with the segments from `start`, a boundary, on, until it is full or the text ends.
  ///
  /// - Complexity: O(bytes read).
  /// - Throws: ``ICUError`` if ICU cannot open its data or is out of memory.
  mutating func scan(
    _ text: Span<UInt8>, from start: Int, into batch: inout SegmentBatch
  ) throws(ICUError) {
    batch.begin(at: start)
    try takePending(of: text, &batch)
    while batch.end < text.count, !batch.isFull {
      switch scanQuickly(text, &batch) {
      case .pause, .again: break
      case .closed: try scanByICU(text, &batch)
      case .missing(let scalar): try load(scalar)
      case .replacement(let end, let bits): append(text, end: end, bits: bits, &batch)
      case .dictionary(let end, let bits):
        try dictionary.divide(text, batch.end..<end, bits, table)
        try takePending(of: text, &batch)
      }
    }
  }

  /// Gives back the memory that an unusually long run took.
  mutating func trim() { dictionary.trim() }

  /// Fills the page of a code point.
  private mutating func load(_ scalar: UInt32) throws(ICUError) {
    let first = scalar & ~0xFF
    let categories = machine?.rules.categories(from: first)
    try table.load(
      scalar, categories: categories ?? InlineArray(repeating: 0),
      firstDictionaryCategory: machine?.rules.firstDictionaryCategory ?? Int.max,
      classifier: &classifier)
  }

  /// Opens ICU; if its rules are in a form that is not known here, its iterator finds the segments
  /// as far as the next line feed, behind which it begins anew.
  private mutating func scanByICU(
    _ text: Span<UInt8>, _ batch: inout SegmentBatch
  ) throws(ICUError) {
    try open()
    guard machine == nil else { return }
    var end = batch.end
    while end < text.count, text[end] != 0x0A { end += 1 }
    try dictionary.divideByICU(text, batch.end..<min(end + 1, text.count))
    try takePending(of: text, &batch)
  }

  /// Moves segments that dictionaries made into the batch, as many as there is room for.
  private mutating func takePending(
    of text: Span<UInt8>, _ batch: inout SegmentBatch
  ) throws(ICUError) {
    while !batch.isFull, let segment = dictionary.next(after: batch.end) {
      if let bits = segment.bits {
        batch.append(end: segment.end, bits: bits)
      } else {
        let bits = try self.bits(of: text, batch.end..<segment.end)
        append(text, end: segment.end, bits: bits | segment.status, &batch)
      }
    }
  }

  /// The bits of the code points in a range, put together.
  private mutating func bits(of text: Span<UInt8>, _ range: Range<Int>) throws(ICUError) -> UInt32 {
    var bits: UInt32 = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let decoded = decodeScalar(in: text, at: index)
      if table.entry(of: decoded.scalar) == 0 { try load(decoded.scalar) }
      bits |= table.entry(of: decoded.scalar)
      index += decoded.length
    }
    return bits & ~(CharacterEntry.category | Segment.flags)
  }

  /// Appends a segment, counting what is ill-formed in it.
  private func append(
    _ text: Span<UInt8>, end: Int, bits: UInt32, _ batch: inout SegmentBatch
  ) {
    if bits & CharacterEntry.replacement != 0 {
      var index = batch.end
      while index < end {
        let decoded = decodeScalar(in: text, at: index)
        if !decoded.isWellFormed { batch.illFormedCount += 1 }
        index += decoded.length
      }
    }
    batch.append(end: end, bits: bits)
  }

  /// Finds segments until something out of the ordinary is met.
  private func scanQuickly(
    _ text: Span<UInt8>, _ batch: inout SegmentBatch
  ) -> QuickScan.Stop {
    // The scan keeps all its indices below the counts of the text and of the batch, and ends inside
    // the closure.
    unsafe text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return .pause }
      var scan = QuickScan(unsafe UncheckedMemory(base), count: buffer.count, batch)
      let stop = scan.run(asciiWords, machine, table)
      batch.count = scan.written
      return stop
    }
  }
}
