/// The positions of some documents, in memory that is used again for the next ones.
///
/// Behind the positions of a document stand numbers that are none, so that loads of four at a time need
/// not know where they end.
@safe
final class PositionPool {
  /// How many numbers are loaded at a time.
  static let chunkSize = 4

  private var memory: UnsafeMutablePointer<UInt32>
  private var capacity = firstCapacity
  private var used = 0
  private static let firstCapacity = 1024
  // What stands behind the positions of a document.
  private let padding: UInt32
  /// How many documents there are.
  private(set) var count = 0
  // Where the positions of each document begin, and how many they are.
  private let starts: UnsafeMutablePointer<Int>
  private let counts: UnsafeMutablePointer<Int>

  /// Positions of as many documents as a block has.
  ///
  /// - Parameter padding: the number that stands behind those of a document, which is none. In two pools
  ///   that are compared with each other it should differ.
  init(padding: UInt32 = .max) {
    self.padding = padding
    // One piece of memory for all.
    let size = 2 * PostingsFormat.blockSize
    unsafe starts = .allocate(capacity: size + Self.firstCapacity / 2)
    unsafe counts = starts + PostingsFormat.blockSize
    unsafe memory = UnsafeMutableRawPointer(starts + size).bindMemory(
      to: UInt32.self, capacity: Self.firstCapacity)
  }

  deinit {
    unsafe deallocateGrown()
    // Allocated by init.
    unsafe starts.deallocate()
  }

  @unsafe
  private func deallocateGrown() {
    // Allocated by `grow`.
    if capacity > Self.firstCapacity { unsafe memory.deallocate() }
  }

  /// Forgets all documents.
  func removeAll() { (count, used) = (0, 0) }

  /// Room for so many positions of the document that comes next. It moves the others.
  @unsafe @inline(__always)
  func room(for positionCount: Int) -> UnsafeMutablePointer<UInt32> {
    if capacity &- used < positionCount &+ Self.chunkSize { grow(positionCount) }
    // Not behind the capacity.
    return unsafe memory + used
  }

  @inline(never)
  private func grow(_ positionCount: Int) {
    let larger = max(2 * capacity, used + positionCount + Self.chunkSize)
    let other = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
    // As many as have been written.
    unsafe other.update(from: memory, count: used)
    unsafe deallocateGrown()
    unsafe memory = other
    capacity = larger
  }

  /// Adds a document, whose positions have been written where there was room for them.
  @inline(__always)
  func add(_ positionCount: Int) {
    precondition(count < PostingsFormat.blockSize && capacity &- used >= positionCount &+ 4)
    // As many documents as a block has, and room for four numbers behind the positions.
    unsafe (starts + count).initialize(to: used)
    unsafe (counts + count).initialize(to: positionCount)
    unsafe UnsafeMutableRawPointer(memory + used + positionCount).storeBytes(
      of: SIMD4<UInt32>(repeating: padding), as: SIMD4<UInt32>.self)
    count &+= 1
    used &+= (positionCount &+ 3) & ~3
  }

  /// Rows for documents, which are written one after another, and counted when all have been.
  @unsafe
  struct Rows {
    fileprivate var memory: UnsafeMutablePointer<UInt32>
    fileprivate var capacity: Int
    fileprivate var used = 0
    fileprivate var start: UnsafeMutablePointer<Int>
    fileprivate let padding: SIMD4<UInt32>

    /// Room for so many positions of the document that comes next. It moves the others.
    @inline(__always)
    mutating func room(
      for positionCount: Int, in pool: PositionPool
    ) -> UnsafeMutablePointer<UInt32> {
      if _slowPath(unsafe capacity &- used < positionCount &+ PositionPool.chunkSize) {
        unsafe (memory, capacity) = unsafe pool.grow(positionCount, behind: used)
      }
      // Not behind the capacity.
      return unsafe memory + used
    }

    /// Adds a document, whose positions have been written where there was room for them.
    @inline(__always)
    mutating func add(_ positionCount: Int) {
      unsafe start[0] = used
      unsafe start[PostingsFormat.blockSize] = positionCount
      unsafe start += 1
      // Room for four numbers behind the positions.
      unsafe UnsafeMutableRawPointer(memory + used + positionCount).storeBytes(
        of: padding, as: SIMD4<UInt32>.self)
      unsafe used &+= (positionCount &+ 3) & ~3
    }
  }

  /// Rows for so many documents.
  ///
  /// - Precondition: there are none.
  @unsafe
  func rows(for documentCount: Int) -> Rows {
    precondition(documentCount <= PostingsFormat.blockSize && count == 0)
    return unsafe Rows(
      memory: memory, capacity: capacity, start: starts, padding: SIMD4(repeating: padding))
  }

  /// Makes room behind so many numbers that have been written.
  @unsafe @inline(never)
  fileprivate func grow(
    _ positionCount: Int, behind written: Int
  ) -> (UnsafeMutablePointer<UInt32>, Int) {
    used = written
    grow(positionCount)
    return unsafe (memory, capacity)
  }

  /// Counts the documents that have been written to rows.
  ///
  /// - Precondition: they have been.
  @unsafe
  func setCount(_ newCount: Int) {
    precondition(newCount <= PostingsFormat.blockSize)
    count = newCount
  }

  /// The documents that are there, for loops that know how many they are: nothing is checked.
  @unsafe
  struct Unchecked {
    fileprivate let memory: UnsafeMutablePointer<UInt32>
    fileprivate let starts: UnsafeMutablePointer<Int>

    /// The positions of a document.
    @inline(__always)
    func positions(_ document: Int) -> UnsafeMutablePointer<UInt32> {
      unsafe memory + starts[document]
    }

    /// How many they are.
    @inline(__always)
    func positionCount(_ document: Int) -> Int {
      unsafe starts[document &+ PostingsFormat.blockSize]
    }

    /// Drops the last of them.
    @inline(__always)
    func setPositionCount(_ newCount: Int, _ document: Int) {
      unsafe starts[document &+ PostingsFormat.blockSize] = newCount
    }
  }

  /// They are there until more are added.
  @unsafe
  var unchecked: Unchecked { unsafe Unchecked(memory: memory, starts: starts) }

  /// How many positions a document has.
  @inline(__always)
  func positionCount(_ document: Int) -> Int {
    precondition(document >= 0 && document < count)
    // Below the count.
    return unsafe counts[document]
  }

  /// The positions of a document, which may be written over.
  @unsafe @inline(__always)
  func positions(_ document: Int) -> UnsafeMutablePointer<UInt32> {
    precondition(document >= 0 && document < count)
    // Below the count.
    return unsafe memory + starts[document]
  }

  /// Drops the last positions of a document.
  @inline(__always)
  func setPositionCount(_ newCount: Int, _ document: Int) {
    precondition(document >= 0 && document < count)
    // Below the count.
    unsafe counts[document] = newCount
  }
}
