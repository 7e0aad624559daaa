/// Memory that is only ever added to and given back all at once, addressed by 32-bit numbers.
///
/// An address is a page number times 1 MiB and an offset in the page; nothing crosses a page.
@safe
final class PostingsArena {
  private static let pageBits: UInt32 = 20
  private static let pageSize = 1 << 20
  /// What 32-bit addresses reach.
  static let maximumByteCount = 4095 << 20

  private var pages: [UnsafeMutableRawPointer]
  private var pageCount = 0
  private var used = PostingsArena.pageSize

  init() {
    unsafe pages = []
  }

  deinit {
    // Allocated by `allocate`.
    for index in 0..<pageCount { unsafe pages[index].deallocate() }
  }

  var memoryByteCount: Int { pageCount * Self.pageSize }

  /// Room for `count` bytes, at most a page, aligned to 4.
  func allocate(_ count: Int) -> UInt32 {
    precondition(count <= Self.pageSize)
    let aligned = (count + 3) & ~3
    if used + aligned > Self.pageSize {
      precondition(pageCount < 4095)
      // Freed by deinit.
      unsafe pages.append(.allocate(byteCount: Self.pageSize, alignment: 16))
      pageCount += 1
      used = 0
    }
    let address = UInt32(pageCount - 1) << Self.pageBits | UInt32(used)
    used += aligned
    return address
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
struct ArenaList {
  private(set) var first: UInt32 = 0
  private var next: UInt32 = 0
  private var end: UInt32 = 0
  private var chunkSize: UInt32 = 0

  private static let smallest: UInt32 = 16
  private static let largest: UInt32 = 4096

  /// Where the list ends; needed for reading it.
  var writeAddress: UInt32 { next }

  @inline(__always)
  mutating func append(_ byte: UInt8, in arena: PostingsArena) {
    if next == end { grow(in: arena) }
    // `next` is below the chunk's end.
    unsafe arena.pointer(next).storeBytes(of: byte, as: UInt8.self)
    next &+= 1
  }

  @inline(__always)
  mutating func append(varint value: UInt64, in arena: PostingsArena) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80, in: arena)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest), in: arena)
  }

  private mutating func grow(in arena: PostingsArena) {
    let size = chunkSize == 0 ? Self.smallest : min(chunkSize * 2, Self.largest)
    let chunk = arena.allocate(Int(size))
    if chunkSize == 0 {
      first = chunk
    } else {
      // The last four bytes of the full chunk.
      unsafe arena.pointer(end).storeBytes(of: chunk, as: UInt32.self)
    }
    chunkSize = size
    next = chunk
    end = chunk + size - 4
  }

  /// Reads the list back.
  struct Reader {
    private let arena: PostingsArena
    private var next: UInt32
    private var end: UInt32
    private var chunkSize: UInt32 = ArenaList.smallest
    private let stop: UInt32

    init(_ list: ArenaList, in arena: PostingsArena) {
      self.arena = arena
      next = list.first
      end = list.first + ArenaList.smallest - 4
      stop = list.next
    }

    var isAtEnd: Bool { next == stop }

    @inline(__always)
    mutating func byte() -> UInt8 {
      if next == end {
        // The last four bytes of a chunk that is not the last.
        next = unsafe arena.pointer(end).load(as: UInt32.self)
        chunkSize = min(chunkSize * 2, ArenaList.largest)
        end = next + chunkSize - 4
      }
      // Below the chunk's end, which was written.
      let byte = unsafe arena.pointer(next).load(as: UInt8.self)
      next &+= 1
      return byte
    }

    @inline(__always)
    mutating func varint() -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        let next = byte()
        value |= UInt64(next & 0x7F) << shift
        if next < 0x80 { return value }
        shift += 7
      }
    }
  }
}
