/// Lays out the positions of a term; see ``PostingsFormat``.
struct PositionsWriter {
  private(set) var count: UInt64 = 0
  private var values: [UInt32] = []
  private var blocks = ByteWriter()
  private var ends: [Int] = []

  mutating func removeAll() {
    count = 0
    values.removeAll(keepingCapacity: true)
    blocks.removeAll()
    ends.removeAll(keepingCapacity: true)
  }

  /// The first value there is: the position, if there is one.
  var first: UInt32 { values.first ?? 0 }

  /// Adds the positions of a document, ascending.
  mutating func add(_ positions: [UInt32]) {
    var expected: UInt32 = 0
    for position in positions {
      values.append(position - expected)
      expected = position + 1
      if values.count == PackedBlock.count { endBlock() }
    }
    count += UInt64(positions.count)
  }

  private mutating func endBlock() {
    // The code comes first and is known last.
    var block = ByteWriter()
    let code = PackedBlock.encode(values, into: &block)
    blocks.append(code)
    blocks.append(contentsOf: block.bytes)
    ends.append(blocks.count)
    values.removeAll(keepingCapacity: true)
  }

  /// Writes everything behind the bits that came before.
  func write(after bits: inout BitWriter, into writer: inout ByteWriter) {
    if !ends.isEmpty {
      bits.finish(into: &writer)
      let groupSize = PostingsFormat.groupSize
      if ends.count > groupSize {
        for first in stride(from: 0, to: ends.count, by: groupSize) {
          let end = ends[min(first + groupSize, ends.count) - 1]
          writer.append(UInt64(end), byteCount: 6)
        }
      }
      for (block, end) in ends.enumerated() {
        let group = block / groupSize
        writer.append(UInt64(group == 0 ? end : end - ends[group * groupSize - 1]), byteCount: 2)
      }
      writer.append(contentsOf: blocks.bytes)
    }
    bits.append(rice: values)
    bits.finish(into: &writer)
  }
}
