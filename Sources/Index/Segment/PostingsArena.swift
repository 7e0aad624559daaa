/// Memory that is only ever added to and given back all at once, addressed by 32-bit numbers.
///
/// An address is a page number times 1 MiB and an offset in the page; nothing crosses a page.
@safe
final class PostingsArena {
  private static let pageBits: UInt32 = 20
  private static let pageSize = 1 << 20
  /// What 32-bit addresses reach.
  static let maximumByteCount = 4095 << 20

  private var pages: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private var pageCount = 0
  private var used = PostingsArena.pageSize

  init() {
    // Room for every page there can be, so that it never moves.
    unsafe pages = .allocate(capacity: 4096)
  }

  deinit {
    // Allocated by `allocate` and by init.
    for index in 0..<pageCount { unsafe pages[index].deallocate() }
    unsafe pages.deallocate()
  }

  var memoryByteCount: Int { pageCount * Self.pageSize }

  /// Room for `count` bytes, at most a page, aligned to 4.
  @inline(__always)
  func allocate(_ count: Int) -> UInt32 {
    let aligned = (count &+ 3) & ~3
    if used &+ aligned > Self.pageSize { addPage(for: count) }
    let address = UInt32(truncatingIfNeeded: pageCount &- 1) << Self.pageBits
    defer { used &+= aligned }
    return address | UInt32(truncatingIfNeeded: used)
  }

  private func addPage(for count: Int) {
    precondition(count <= Self.pageSize && pageCount < 4095)
    // Freed by deinit; there is room for 4,096 pages.
    unsafe (pages + pageCount).initialize(to: .allocate(byteCount: Self.pageSize, alignment: 16))
    pageCount += 1
    used = 0
  }

  /// The memory at an address that was allocated.
  @unsafe @inline(__always)
  func pointer(_ address: UInt32) -> UnsafeMutableRawPointer {
    // The page exists, since the address was given out.
    unsafe pages[Int(address >> Self.pageBits)] + Int(address & (1 << Self.pageBits - 1))
  }
}

/// A list of bytes in an arena that grows in chunks, each twice as long as the one before it (16 to
/// 4,096 bytes), the last four bytes of a chunk being the address of the next.
struct ArenaList: BitwiseCopyable {
  /// Where the next byte goes, which is where the list ends.
  private(set) var next: UInt32
  private var end: UInt32
  /// How often a chunk has been followed by a larger one.
  private var growthCount: UInt8 = 0

  /// Bytes of the first chunk.
  static let smallest: UInt32 = 16
  private static let maximumGrowthCount: UInt8 = 8
  /// Bytes of the longest varint of 64 bits.
  private static let longestVarInt: UInt32 = 10

  /// An empty list whose first chunk, of ``smallest`` bytes, has been allocated.
  init(first: UInt32) {
    next = first
    end = first &+ Self.smallest &- 4
  }

  @inline(__always)
  mutating func append(varint value: UInt64, in arena: PostingsArena) {
    var rest = value
    guard end &- next >= Self.longestVarInt else { return appendSlowly(value, in: arena) }
    // A varint fits before the chunk's end.
    let pointer = unsafe arena.pointer(next)
    var count = 0
    while rest >= 0x80 {
      unsafe pointer.storeBytes(
        of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: count, as: UInt8.self)
      rest >>= 7
      count &+= 1
    }
    unsafe pointer.storeBytes(
      of: UInt8(truncatingIfNeeded: rest), toByteOffset: count, as: UInt8.self)
    next &+= UInt32(truncatingIfNeeded: count &+ 1)
  }

  @inline(never)
  private mutating func appendSlowly(_ value: UInt64, in arena: PostingsArena) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80, in: arena)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest), in: arena)
  }

  @inline(__always)
  private mutating func append(_ byte: UInt8, in arena: PostingsArena) {
    if next == end { grow(in: arena) }
    // `next` is below the chunk's end.
    unsafe arena.pointer(next).storeBytes(of: byte, as: UInt8.self)
    next &+= 1
  }

  @inline(never)
  private mutating func grow(in arena: PostingsArena) {
    growthCount = min(growthCount &+ 1, Self.maximumGrowthCount)
    let chunkSize = Self.smallest << UInt32(growthCount)
    let chunk = arena.allocate(Int(chunkSize))
    // The last four bytes of the full chunk.
    unsafe arena.pointer(end).storeBytes(of: chunk, as: UInt32.self)
    next = chunk
    end = chunk &+ chunkSize &- 4
  }

  /// Reads the list back.
  struct Reader {
    private let arena: PostingsArena
    private var next: UInt32
    private var end: UInt32
    private var growthCount: UInt8 = 0
    private let stop: UInt32

    init(_ list: ArenaList, first: UInt32, in arena: PostingsArena) {
      self.arena = arena
      next = first
      end = first + ArenaList.smallest - 4
      stop = list.next
    }

    var isAtEnd: Bool { next == stop }

    @inline(__always)
    private mutating func byte() -> UInt8 {
      if next == end { moveOn() }
      // Below the chunk's end, which was written.
      let byte = unsafe arena.pointer(next).load(as: UInt8.self)
      next &+= 1
      return byte
    }

    @inline(never)
    private mutating func moveOn() {
      // The last four bytes of a chunk that is not the last.
      next = unsafe arena.pointer(end).load(as: UInt32.self)
      growthCount = min(growthCount &+ 1, ArenaList.maximumGrowthCount)
      end = next &+ ArenaList.smallest &<< UInt32(growthCount) &- 4
    }

    @inline(__always)
    mutating func varint() -> UInt64 {
      let first = byte()
      if first < 0x80 { return UInt64(first) }
      var value = UInt64(first & 0x7F)
      var shift: UInt64 = 7
      while true {
        let next = byte()
        value |= UInt64(next & 0x7F) &<< shift
        if next < 0x80 { return value }
        shift &+= 7
      }
    }
  }
}
