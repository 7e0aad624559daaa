/// The number of a document in its segment: dense, from 0, in the order in which documents came.
struct DocID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  var rawValue: UInt32

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  init(_ value: Int) {
    rawValue = UInt32(value)
  }

  /// Past every document. `Int32.max`, so that comparing as signed 32-bit lanes works too.
  static let end = DocID(rawValue: UInt32(Int32.max))

  /// The most documents a segment may hold.
  static let maximumCount = Int(Int32.max)

  /// How many bits the number of a document takes where there are so many; at least 1.
  static func bitCount(below count: Int) -> Int {
    max(1, 64 - UInt64(max(count, 1) - 1).leadingZeroBitCount)
  }

  /// The document after this one, or ``end``.
  var successor: DocID { self == .end ? .end : DocID(rawValue: rawValue + 1) }

  static func < (left: DocID, right: DocID) -> Bool { left.rawValue < right.rawValue }
}

/// A document in a snapshot: which segment, and which document of it.
public struct DocumentAddress: Sendable, Hashable, Comparable {
  /// Position of the segment in the snapshot.
  var segment: Int
  var document: DocID

  /// In the order in which documents were added.
  public static func < (left: DocumentAddress, right: DocumentAddress) -> Bool {
    left.segment != right.segment
      ? left.segment < right.segment : left.document < right.document
  }
}
