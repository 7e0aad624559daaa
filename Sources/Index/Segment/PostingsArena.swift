/// Memory that is only ever added to and given back all at once, addressed by 32-bit numbers.
///
/// An address is a page number times 1 MiB and an offset in the page; nothing crosses a page.
@safe
final class PostingsArena {
  private static let pageBits: UInt32 = 20
  private static let pageSize = 1 << 20

  private let pages: UnsafeMutablePointer<UnsafeMutableRawPointer>
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

  /// How many bytes there are from an address on to the end of its page, allocated or not.
  @inline(__always)
  func readableByteCount(_ address: UInt32) -> Int {
    Self.pageSize &- Int(address & (1 << Self.pageBits - 1))
  }

  /// The memory at an address that was allocated.
  @unsafe @inline(__always)
  func pointer(_ address: UInt32) -> UnsafeMutableRawPointer {
    // The address was given out.
    unsafe memory.pointer(address)
  }

  /// Its pages, for those who know that it lives: nobody counts who has them.
  @unsafe
  struct Memory: BitwiseCopyable {
    fileprivate let pages: UnsafeMutablePointer<UnsafeMutableRawPointer>

    /// The memory at an address that was allocated.
    @inline(__always)
    func pointer(_ address: UInt32) -> UnsafeMutableRawPointer {
      // The page exists, since the address was given out.
      unsafe pages[Int(address >> PostingsArena.pageBits)]
        + Int(address & (1 << PostingsArena.pageBits - 1))
    }
  }

  /// Its pages.
  @unsafe @inline(__always)
  var memory: Memory { unsafe Memory(pages: pages) }
}
