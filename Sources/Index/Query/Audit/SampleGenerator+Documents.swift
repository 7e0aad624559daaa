extension SampleGenerator {
  /// Chooses live documents: each set of that size is equally likely, and they come in order.
  ///
  /// Algorithm S of Knuth, The Art of Computer Programming, volume 2, section 3.4.2.
  mutating func addresses(_ count: Int, of segments: [OpenSegment]) -> [DocumentAddress] {
    var chosen: [DocumentAddress] = []
    var rest = segments.reduce(0) { $0 + $1.live.liveCount }
    for (number, segment) in segments.enumerated() {
      for document in 0..<segment.reader.documentCount {
        let address = DocumentAddress(segment: number, document: DocID(document))
        guard chosen.count < count else { return chosen }
        guard segment.live.isLive(address.document) else { continue }
        if below(rest) < count - chosen.count { chosen.append(address) }
        rest -= 1
      }
    }
    return chosen
  }
}

extension Snapshot {
  /// Chooses live documents, at most so many, in their order; the same seed chooses the same.
  ///
  /// - Complexity: O(number of documents).
  package func sampledAddresses(_ count: Int, seed: UInt64) -> [DocumentAddress] {
    var generator = SampleGenerator(seed: seed)
    return generator.addresses(count, of: state.segments)
  }
}
