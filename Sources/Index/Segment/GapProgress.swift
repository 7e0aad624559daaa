/// How far a list with positions has been decoded, and how much of a block.
struct GapProgress {
  /// In the window; see ``ListPlace``.
  var next = 0
  /// The last document.
  var document = UInt32.max
  /// Of the block.
  var documentCount = 0
  var gapCount = 0

  /// Where values go.
  @unsafe
  struct Output {
    /// Each document of the block, and where its gaps end in the high half.
    let heads: UnsafeMutablePointer<UInt64>
    let gaps: UnsafeMutablePointer<UInt32>
    let owners: UnsafeMutablePointer<UInt8>
  }

  /// Decodes values up to a place in the window, or to one of more than 16 bits, or to the beginning of a
  /// document for which the block has no room or which does not come before another.
  ///
  /// It is a function by itself so that everything has a register.
  @unsafe @inline(never)
  static func decode(
    _ progress: inout GapProgress, _ window: UnsafeRawPointer, _ stop: Int, before limit: UInt64,
    _ output: Output
  ) {
    let (heads, gaps, owners) = unsafe (output.heads - 1, output.gaps, output.owners)
    var (next, gapCount) = (progress.next, progress.gapCount)
    var document = UInt64(progress.document)
    var count = UInt64(progress.documentCount)
    while next < stop {
      // The caller says that it can be read.
      let bytes = unsafe UInt64(
        UInt32(littleEndian: window.loadUnaligned(fromByteOffset: next, as: UInt32.self)))
      let isNew = bytes & 1
      let value = bytes &>> 1 & 0x7FFF
      // A step and a first position, or a gap.
      let gap = isNew == 0 ? value : bytes &>> 16
      let newCount = count &+ isNew
      let newDocument = (document &+ (isNew == 0 ? 0 : value)) & 0xFFFF_FFFF
      if value > UInt64(TermEntry.greatestShort.value)
        || gap > UInt64(TermEntry.greatestShort.position)
        || newCount > UInt64(PostingsFormat.blockSize) || newDocument >= limit
      {
        break
      }
      (count, document) = (newCount, newDocument)
      // The caller has room; a list begins with a document.
      unsafe gaps[gapCount] = UInt32(truncatingIfNeeded: gap)
      unsafe owners[gapCount] = UInt8(truncatingIfNeeded: newCount &- 1)
      gapCount &+= 1
      unsafe heads[Int(truncatingIfNeeded: newCount)] = document | UInt64(gapCount) &<< 32
      next &+= 2 &+ Int(truncatingIfNeeded: isNew &<< 1)
    }
    (progress.next, progress.gapCount) = (next, gapCount)
    progress.document = UInt32(truncatingIfNeeded: document)
    progress.documentCount = Int(truncatingIfNeeded: count)
  }

  /// The document that begins here; nil if what comes next is a gap.
  @unsafe
  func newDocument(_ window: UnsafeRawPointer) -> UInt32? {
    var count = next
    // The caller says that a value begins here.
    if unsafe window.load(fromByteOffset: next, as: UInt8.self) & 1 == 0 { return nil }
    return unsafe document &+ Self.value(window, &count)
  }

  /// Adds a step and a first position, or a gap, of any length.
  @unsafe @inline(never)
  mutating func addAny(_ window: UnsafeRawPointer, to output: Output) {
    // The caller says that a value begins here, and that there is room for it.
    let isNew = unsafe window.load(fromByteOffset: next, as: UInt8.self) & 1 == 1
    var value = unsafe Self.value(window, &next)
    if isNew {
      document &+= value
      documentCount += 1
      value = unsafe Self.half(window, &next)
      if value > TermEntry.greatestShort.position { value = unsafe Self.whole(window, &next) }
    }
    // A list begins with a document.
    unsafe output.gaps[gapCount] = value
    unsafe output.owners[gapCount] = UInt8(truncatingIfNeeded: documentCount - 1)
    gapCount += 1
    unsafe output.heads[documentCount - 1] = UInt64(document) | UInt64(gapCount) &<< 32
  }

  /// A step or a gap of any length.
  @unsafe
  private static func value(_ window: UnsafeRawPointer, _ next: inout Int) -> UInt32 {
    // The caller's bytes.
    let value = unsafe half(window, &next) &>> 1
    return value > TermEntry.greatestShort.value ? unsafe whole(window, &next) : value
  }

  @unsafe
  private static func half(_ window: UnsafeRawPointer, _ next: inout Int) -> UInt32 {
    // The caller's bytes.
    let value = unsafe window.loadUnaligned(fromByteOffset: next, as: UInt16.self)
    next += 2
    return UInt32(UInt16(littleEndian: value))
  }

  @unsafe
  private static func whole(_ window: UnsafeRawPointer, _ next: inout Int) -> UInt32 {
    // The caller's bytes.
    let low = unsafe half(window, &next)
    return unsafe low | half(window, &next) << 16
  }
}
