/// How far the list of a term has been read, which ``TermEntry`` has written: a stretch of it is copied into a
/// window, so that what reads it does not see the chunks.
@safe
struct ListPlace: BitwiseCopyable {
  /// Bytes that are copied from chunks at once, which stay in the processor's nearest cache.
  static let windowSize = 1 << 14
  /// As long as a step and a position of 32 bits each, which is the most that is decoded at once.
  private static let longestPair = 12
  /// No document is next.
  static let never = UInt64.max

  // What is left of the list.
  private var reader: TermEntry.Reader
  /// The stretch, and zeros behind its end.
  let window: UnsafeMutablePointer<UInt8>
  /// What comes next in the window, and how many bytes there are.
  var next = 0
  private(set) var end = 0
  /// Whether they are the list's last.
  private(set) var isAtEnd = false
  /// The document read last.
  private(set) var document = UInt32.max
  /// The next one; 0 until it has been looked for, ``never`` behind the last.
  private(set) var upcoming: UInt64 = 0
  /// The last document of a list without positions, which is not in its bytes: its step, and how often it
  /// holds the term; 0 if there is none.
  var last: (step: UInt32, frequency: UInt32)

  /// - Parameter window: room for ``windowSize`` bytes and sixteen.
  @unsafe
  init(_ list: TermEntry.Reader, window: UnsafeMutablePointer<UInt8>) {
    // The caller's.
    unsafe self.window = window
    reader = list
    last = list.last
  }

  /// Whether the term keeps positions.
  var keepsPositions: Bool { reader.keepsPositions }

  /// Where reading stops: a value that begins before is there as a whole.
  @inline(__always)
  var stop: Int { isAtEnd ? end : end &- Self.longestPair }

  /// Whether all bytes have been read, up to a place in the window.
  @inline(__always)
  func isRead(at next: Int) -> Bool { isAtEnd && next >= end }

  /// Copies more of the list behind what is left in the window, which moves to its beginning.
  mutating func refill() {
    let left = end &- next
    // Inside the window, which has sixteen bytes more than are asked for.
    if left > 0 { unsafe window.update(from: window + next, count: left) }
    let more = unsafe reader.copy(to: window + left, room: Self.windowSize &- left)
    (next, end, isAtEnd) = (0, left &+ more.count, more.isAtEnd)
    unsafe UnsafeMutableRawPointer(window + end).storeBytes(of: (0, 0), as: (UInt64, UInt64).self)
  }

  /// Notes how far the list has been read.
  @inline(__always)
  mutating func leave(at next: Int, _ document: UInt32, _ upcoming: UInt64) {
    (self.next, self.document, self.upcoming) = (next, document, upcoming)
  }
}
