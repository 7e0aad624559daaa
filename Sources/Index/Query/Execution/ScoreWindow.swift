/// Scores of 4,096 neighbouring documents, and which of them match.
@safe
final class ScoreWindow {
  /// 16 KiB of scores: half of a first-level cache.
  static let size = 4096

  private let scores: UnsafeMutablePointer<Float>
  private let matches: UnsafeMutablePointer<UInt64>
  private(set) var start: DocID = DocID(rawValue: 0)
  /// Just behind the last document.
  private(set) var end: DocID = DocID(rawValue: 0)

  init() {
    unsafe scores = .allocate(capacity: Self.size)
    unsafe scores.initialize(repeating: 0, count: Self.size)
    unsafe matches = .allocate(capacity: Self.size / 64)
    unsafe matches.initialize(repeating: 0, count: Self.size / 64)
  }

  deinit {
    // Allocated by init.
    unsafe scores.deallocate()
    unsafe matches.deallocate()
  }

  /// Begins a window at a document.
  ///
  /// - Precondition: the last one has been drained.
  func begin(at document: DocID) {
    start = DocID(rawValue: document.rawValue & ~UInt32(Self.size - 1))
    end = DocID(rawValue: min(start.rawValue + UInt32(Self.size), DocID.end.rawValue))
  }

  /// Adds to the score of a document.
  ///
  /// - Precondition: the document lies in the window.
  @inline(__always)
  func add(_ score: Float, for document: DocID) {
    let offset = Int(document.rawValue &- start.rawValue)
    precondition(offset < Self.size)
    // Below the size.
    unsafe scores[offset] += score
    unsafe matches[offset >> 6] |= 1 << UInt64(offset & 63)
  }

  /// Gives each matching document and its score, in order, and empties the window.
  @inline(__always)
  func drain(_ body: (DocID, Float) -> Void) {
    for word in 0..<Self.size / 64 {
      // Below the number of words.
      var bits = unsafe matches[word]
      unsafe matches[word] = 0
      while bits != 0 {
        let offset = word << 6 | bits.trailingZeroBitCount
        bits &= bits &- 1
        // Below the size.
        let score = unsafe scores[offset]
        unsafe scores[offset] = 0
        body(DocID(rawValue: start.rawValue + UInt32(offset)), score)
      }
    }
  }
}
