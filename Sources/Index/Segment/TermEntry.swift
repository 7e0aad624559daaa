/// A term of the segment that is being built, with the last bytes of its list of occurrences: a line
/// of the processor's cache.
///
/// An occurrence changes nothing but this line. When sixteen bytes are full the next occurrence moves them
/// into the arena (not the one that fills them: what has just been stored byte by byte cannot be loaded
/// as a whole before all stores are done), where a list has chunks, each twice as long as the one before
/// it (16 to 4,096 bytes), with the address of the next one behind them.
///
/// A list of a term that keeps positions holds for each document
///
///     step << 1 | 1 · first position · gap << 1 · gap << 1 …
///
/// `step` being `document - previous` (-1 at first) and `gap` `position - previous - 1`, each an integer of
/// 16 bits, which nearly all fit into; behind one whose bits are all set, but for the lowest of a step or a
/// gap, the value follows in two of them, the low half first. Of any other term it holds
///
///     step << 1 | 1, if it occurs once; or else step << 1 · frequency - 2
///
/// all of them varints. A term without positions is counted first, so its last document is only here.
struct TermEntry: BitwiseCopyable {
  /// The first eight bytes of the term; see ``TermBytes``.
  let word: UInt64
  // Its header, its length, and its level.
  private let stamp: UInt64
  /// Where all of its bytes are.
  let keyAddress: UInt32
  /// The last document.
  private(set) var document = UInt32.max
  // How far behind the one before it that document lies, if the term keeps no positions, or else its ordinal.
  private var stepOrOrdinal: UInt32 = 0
  // The next position at the earliest; or how often the last document holds the term.
  private var place: UInt32 = 0
  /// The list's first chunk.
  private(set) var first = TermEntry.none
  /// Behind the last byte that has moved into the arena.
  private(set) var next = TermEntry.none
  // How many bytes the last chunk has left.
  private var room: UInt16 = 0
  private var growthCount: UInt8 = 0
  // Bytes of the tail that are used.
  private(set) var tailCount: UInt8 = 0
  // The bytes that are in no chunk yet: less than sixteen, and what was appended at once.
  private var tail: Tail = (0, 0, 0, 0, 0)

  private typealias Tail = (UInt32, UInt32, UInt32, UInt32, UInt32)

  /// The address of a chunk that is not there.
  static let none = UInt32.max
  /// Bytes that move into the arena at once, which are also those of the first chunk.
  static let pieceSize = 16
  /// How often chunks double.
  static let maximumGrowthCount: UInt8 = 8
  /// Where the tail begins.
  static var tailOffset: Int { MemoryLayout<TermEntry>.size - MemoryLayout<Tail>.size }

  init(word: UInt64, header: UInt32, keyAddress: UInt32, byteCount: Int, level: UInt8) {
    self.word = word
    self.keyAddress = keyAddress
    stamp =
      Self.stamp(header: header, byteCount: Int(UInt16(byteCount))) | UInt64(level)
      << Self.levelShift
  }

  private static let levelShift: UInt64 = 48

  /// What tells terms apart beside their bytes: the header, and the length in the high half.
  @inline(__always)
  static func stamp(header: UInt32, byteCount: Int) -> UInt64 {
    UInt64(header) | UInt64(truncatingIfNeeded: byteCount) &<< 32
  }

  /// Whether header and length are the same.
  @inline(__always)
  func hasStamp(_ other: UInt64) -> Bool { (stamp ^ other) & (1 &<< Self.levelShift &- 1) == 0 }

  /// See ``TermHeader``.
  var header: UInt32 { UInt32(truncatingIfNeeded: stamp) }

  var byteCount: UInt16 { UInt16(truncatingIfNeeded: stamp &>> 32) }

  /// Its level among ``CommonWords``.
  var level: UInt8 { UInt8(truncatingIfNeeded: stamp &>> Self.levelShift) }

  /// How far the last document lies behind the one before it, if the term keeps no positions.
  var step: UInt32 { stepOrOrdinal }

  /// Its ordinal in a ``WordPairTable``, or 0, if it keeps positions.
  var ordinal: UInt32 {
    get { stepOrOrdinal }
    set { stepOrOrdinal = newValue }
  }

  /// 1 if it is one of ``CommonWords``, or else 0.
  var commonBit: UInt8 { (level &- CommonWords.noLevel) &>> 7 }

  var keepsPositions: Bool { header & TermHeader.keepsPositions != 0 }

  /// How often the last document holds a term that keeps no positions.
  var frequency: UInt32 { place }

  /// The greatest step or gap that an integer of 16 bits has room for, and the greatest position.
  static let greatestShort: (value: UInt32, position: UInt32) = (0x7FFE, 0xFFFE)

  /// Adds an occurrence.
  ///
  /// - Precondition: documents ascend, and so do the positions in each.
  @unsafe @inline(__always)
  static func add(
    _ newDocument: UInt32, at position: UInt32, to entry: UnsafeMutablePointer<TermEntry>,
    in arena: PostingsArena
  ) {
    // The entry is the caller's.
    if unsafe entry.pointee.keepsPositions {
      unsafe addPosition(newDocument, position, to: entry, in: arena)
    } else {
      unsafe addDocument(newDocument, to: entry, in: arena)
    }
  }

  /// Adds an occurrence of a term that keeps no positions.
  ///
  /// - Precondition: documents ascend.
  @unsafe @inline(__always)
  static func addDocument(
    _ newDocument: UInt32, to entry: UnsafeMutablePointer<TermEntry>, in arena: PostingsArena
  ) {
    // The entry is the caller's.
    if unsafe entry.pointee.document != newDocument {
      unsafe begin(newDocument, in: entry, arena)
    } else {
      unsafe entry.pointee.place &+= 1
    }
  }

  /// Adds an occurrence of a term that keeps positions, without asking whether its document is a new one,
  /// which nobody can foresee.
  ///
  /// - Precondition: as for ``add(_:at:to:in:)``.
  @unsafe @inline(__always)
  static func addPosition(
    _ newDocument: UInt32, _ position: UInt32, to entry: UnsafeMutablePointer<TermEntry>,
    in arena: PostingsArena
  ) {
    // The entry is the caller's.
    let step = unsafe newDocument &- entry.pointee.document
    let gap = unsafe position &- entry.pointee.place
    let isNew = step != 0
    // A gap, or a step and the first position.
    let value = isNew ? step : gap
    let first = isNew ? position : 0
    unsafe entry.pointee.document = newDocument
    unsafe entry.pointee.place = position &+ 1
    guard value | first <= greatestShort.value else {
      return unsafe appendAny(value, isNew: isNew, first, to: entry, arena)
    }
    // There are less than sixteen of the tail's twenty bytes before what is stored, four at most.
    if unsafe entry.pointee.tailCount >= pieceSize { unsafe movePiece(of: entry, to: arena) }
    let count = unsafe entry.pointee.tailCount
    unsafe (UnsafeMutableRawPointer(entry) + (tailOffset &+ Int(count))).storeBytes(
      of: (value &<< 1 | (isNew ? 1 : 0) | first &<< 16).littleEndian, as: UInt32.self)
    // A gap is alone.
    unsafe entry.pointee.tailCount = count &+ (isNew ? 4 : 2)
  }

  /// Appends values of any length: a gap, or a step and the first position.
  @unsafe @inline(never)
  private static func appendAny(
    _ value: UInt32, isNew: Bool, _ position: UInt32, to entry: UnsafeMutablePointer<TermEntry>,
    _ arena: PostingsArena
  ) {
    let bit: UInt16 = isNew ? 1 : 0
    // The entry is the caller's.
    if value <= greatestShort.value {
      unsafe append(half: UInt16(truncatingIfNeeded: value &<< 1) | bit, to: entry, arena)
    } else {
      unsafe append(half: 0xFFFE | bit, to: entry, arena)
      unsafe append(whole: value, to: entry, arena)
    }
    if !isNew { return }
    if position <= greatestShort.position {
      unsafe append(half: UInt16(truncatingIfNeeded: position), to: entry, arena)
    } else {
      unsafe append(half: 0xFFFF, to: entry, arena)
      unsafe append(whole: position, to: entry, arena)
    }
  }

  @unsafe
  private static func append(
    whole value: UInt32, to entry: UnsafeMutablePointer<TermEntry>, _ arena: PostingsArena
  ) {
    // The entry is the caller's.
    unsafe append(half: UInt16(truncatingIfNeeded: value), to: entry, arena)
    unsafe append(half: UInt16(truncatingIfNeeded: value &>> 16), to: entry, arena)
  }

  @unsafe
  private static func append(
    half value: UInt16, to entry: UnsafeMutablePointer<TermEntry>, _ arena: PostingsArena
  ) {
    // There are less than sixteen of the tail's twenty bytes before what is stored.
    if unsafe entry.pointee.tailCount >= pieceSize { unsafe movePiece(of: entry, to: arena) }
    let count = unsafe Int(entry.pointee.tailCount)
    unsafe (UnsafeMutableRawPointer(entry) + (tailOffset &+ count)).storeBytes(
      of: value.littleEndian, as: UInt16.self)
    unsafe entry.pointee.tailCount &+= 2
  }

  /// Begins another document of a term that keeps no positions: of the last one all is known now.
  @unsafe @inline(__always)
  private static func begin(
    _ newDocument: UInt32, in entry: UnsafeMutablePointer<TermEntry>, _ arena: PostingsArena
  ) {
    // The entry is the caller's.
    let (step, frequency) = unsafe (entry.pointee.stepOrOrdinal, entry.pointee.place)
    if frequency > 0 {
      unsafe append(UInt64(step) << 1 | (frequency == 1 ? 1 : 0), to: entry, arena)
      if frequency > 1 { unsafe append(UInt64(frequency &- 2), to: entry, arena) }
    }
    unsafe entry.pointee.stepOrOrdinal = newDocument &- entry.pointee.document
    unsafe entry.pointee.document = newDocument
    unsafe entry.pointee.place = 1
  }

  @unsafe @inline(__always)
  private static func append(
    _ value: UInt64, to entry: UnsafeMutablePointer<TermEntry>, _ arena: PostingsArena
  ) {
    // There are less than sixteen of the tail's twenty bytes before what is appended, and five is the
    // most of a value below 2^35.
    if unsafe entry.pointee.tailCount >= pieceSize { unsafe movePiece(of: entry, to: arena) }
    let count = unsafe Int(entry.pointee.tailCount)
    let place = unsafe UnsafeMutableRawPointer(entry) + (tailOffset &+ count)
    let newCount: Int
    if value < 1 << 14 {
      let varint = shortVarint(value)
      unsafe place.storeBytes(of: UInt16(truncatingIfNeeded: varint.bytes), as: UInt16.self)
      newCount = count &+ varint.count
    } else {
      newCount = unsafe count &+ store(value, at: place)
    }
    unsafe entry.pointee.tailCount = UInt8(truncatingIfNeeded: newCount)
  }

  /// A value below 2^14 takes one byte or two, which nobody can foresee: so both are made without asking.
  @inline(__always)
  private static func shortVarint(_ value: UInt64) -> (bytes: UInt64, count: Int) {
    let isLong = (0x7F &- value) &>> 63
    return (
      value & 0x7F | isLong &<< 7 | (value &>> 7) &<< 8, 1 &+ Int(truncatingIfNeeded: isLong)
    )
  }

  /// Stores a varint; returns how many bytes it takes.
  @unsafe
  private static func store(_ value: UInt64, at place: UnsafeMutableRawPointer) -> Int {
    var rest = value
    var count = 0
    while true {
      let more: UInt8 = rest < 0x80 ? 0 : 0x80
      // The caller has room.
      unsafe place.storeBytes(
        of: UInt8(truncatingIfNeeded: rest & 0x7F) | more, toByteOffset: count, as: UInt8.self)
      count &+= 1
      if more == 0 { return count }
      rest >>= 7
    }
  }

  @unsafe @inline(never)
  private static func movePiece(
    of entry: UnsafeMutablePointer<TermEntry>, to arena: PostingsArena
  ) {
    // The last chunk has room for a piece; what is left of the tail moves to its start.
    if unsafe entry.pointee.room == 0 { unsafe entry.pointee.addChunk(in: arena) }
    let tail = unsafe UnsafeRawPointer(entry) + tailOffset
    unsafe arena.pointer(entry.pointee.next).copyMemory(from: tail, byteCount: pieceSize)
    unsafe entry.pointee.tail.0 = entry.pointee.tail.4
    unsafe entry.pointee.tailCount &-= UInt8(pieceSize)
    unsafe entry.pointee.next &+= UInt32(pieceSize)
    unsafe entry.pointee.room &-= UInt16(pieceSize)
  }

  private mutating func addChunk(in arena: PostingsArena) {
    let size = Self.pieceSize << Int(growthCount)
    growthCount = min(growthCount &+ 1, Self.maximumGrowthCount)
    let chunk = arena.allocate(size + 4)
    if first == Self.none {
      first = chunk
    } else {
      // The four bytes behind a full chunk.
      unsafe arena.pointer(next).storeBytes(of: chunk, as: UInt32.self)
    }
    next = chunk
    room = UInt16(size)
  }
}
