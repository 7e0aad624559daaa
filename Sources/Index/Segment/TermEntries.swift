/// The entries of a table of terms, by their numbers, each in a line of the processor's cache that never
/// moves.
@safe
final class TermEntries {
  private static let pageBits = 14
  /// Entries of a page, which are 1 MiB.
  private static let pageLength = 1 << pageBits
  /// Room for the entries that numbers of 32 bits reach, 256 GiB.
  private static let pageCapacity = 1 << (32 - pageBits)

  private let pages: UnsafeMutablePointer<UnsafeMutablePointer<TermEntry>>
  private var pageCount = 0
  /// How many entries there are.
  private(set) var count = 0

  init() {
    precondition(MemoryLayout<TermEntry>.stride == 64)
    // Room for every page there can be, so that it never moves; the system gives what is written to.
    unsafe pages = .allocate(capacity: Self.pageCapacity)
  }

  deinit {
    // Allocated by `addPage` and by init.
    for index in 0..<pageCount { unsafe pages[index].deallocate() }
    unsafe pages.deallocate()
  }

  /// How many bytes the entries take.
  var memoryByteCount: Int { count * MemoryLayout<TermEntry>.stride }

  /// An entry.
  ///
  /// - Precondition: its number is below the count.
  @unsafe @inline(__always)
  func pointer(_ number: Int) -> UnsafeMutablePointer<TermEntry> {
    // Its page exists.
    unsafe pages[number &>> Self.pageBits] + (number & (Self.pageLength &- 1))
  }

  /// Adds an entry, whose number is the count before.
  @unsafe
  func append(_ entry: TermEntry) -> UnsafeMutablePointer<TermEntry> {
    if count == pageCount * Self.pageLength { addPage() }
    count += 1
    let place = unsafe pointer(count - 1)
    // A page has room for it.
    unsafe place.initialize(to: entry)
    return unsafe place
  }

  private func addPage() {
    precondition(pageCount < Self.pageCapacity)
    let page = UnsafeMutableRawPointer.allocate(
      byteCount: Self.pageLength * MemoryLayout<TermEntry>.stride, alignment: 64)
    // Freed by deinit; there is room for another page.
    unsafe (pages + pageCount).initialize(to: page.assumingMemoryBound(to: TermEntry.self))
    pageCount += 1
  }
}
