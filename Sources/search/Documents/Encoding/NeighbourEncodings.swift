import Synchronization

/// Which encodings the files of each folder are in: who keeps one file in GBK keeps others so.
///
/// UTF-8 is not counted, for whether a file is in it needs no guess.
final class NeighbourEncodings: Sendable {
  private let counts = Mutex<[ArraySlice<UInt8>: [String: Int]]>([:])

  /// Creates a memory of nothing.
  init() {}

  /// How many files beside this one are in each encoding, by name.
  func counts(beside path: PathName) -> [String: Int] {
    counts.withLock { $0[Self.folder(of: path)] ?? [:] }
  }

  /// Remembers a decision, if it is sure.
  func note(_ decision: EncodingDecision?, of path: PathName) {
    guard let decision, decision.charset != .utf8, decision.ground != .neighbours,
      decision.sureness >= 0.9
    else { return }
    counts.withLock {
      $0[Self.folder(of: path), default: [:]][decision.charset.name, default: 0] += 1
    }
  }

  private static func folder(of path: PathName) -> ArraySlice<UInt8> {
    path.bytes[..<(path.bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0)]
  }
}
