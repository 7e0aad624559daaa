/// Lays out the positions of a block of documents; see ``PostingsFormat``.
struct PositionsWriter {
  // Gaps, document after document; a document's first is its first position.
  private var gaps: [UInt32] = []
  private var documents: [Entry] = []
  // The choice for the last block, near which that for the next one lies.
  private var parameter = 0

  /// What the widths of a document's gaps follow from.
  private struct Entry {
    var frequency: UInt32
    var length: UInt8
  }

  mutating func removeAll() {
    gaps.removeAll(keepingCapacity: true)
    documents.removeAll(keepingCapacity: true)
  }

  /// The first value there is: the position, if there is one.
  var first: UInt32 { gaps.first ?? 0 }

  /// Adds the positions of a document, ascending, whose length is on the one-byte scale.
  mutating func add(_ positions: [UInt32], length: UInt8) {
    var expected: UInt32 = 0
    for position in positions {
      gaps.append(position - expected)
      expected = position + 1
    }
    documents.append(Entry(frequency: UInt32(positions.count), length: length))
  }

  /// Writes what has been added behind the bits that came before, up to a whole byte, and forgets it.
  mutating func write(after bits: inout BitWriter, into writer: inout ByteWriter) {
    if documents.isEmpty { return }
    let isFolded = choose()
    bits.append(UInt64(parameter + PositionsCode.bias), count: PositionsCode.parameterBitCount)
    bits.append(isFolded ? 1 : 0, count: 1)
    var lowBitCount = 0
    forEachGap(parameter, isFolded: isFolded) { value, width in
      bits.append(rice: value >> UInt32(width), 0)
      lowBitCount += width
    }
    bits.append(0, count: (8 - (bits.count + lowBitCount) % 8) % 8)
    // From the last gap to the first, so that the first ends with the last bit.
    var next = gaps.count
    for document in documents.reversed() {
      let width = PositionsCode.width(
        parameter, length: document.length, frequency: document.frequency)
      let mask: UInt32 = 1 << UInt32(width) - 1
      for number in stride(from: Int(document.frequency) - 1, through: 0, by: -1) {
        next -= 1
        let gap = gaps[next]
        let value = isFolded && number == 0 ? PositionsCode.folded(gap) : gap
        bits.append(UInt64(value & mask), count: width)
      }
    }
    bits.finish(into: &writer)
    removeAll()
  }

  private func forEachGap(
    _ parameter: Int, isFolded: Bool, _ body: (_ value: UInt32, _ width: Int) -> Void
  ) {
    var next = 0
    for document in documents {
      let width = PositionsCode.width(
        parameter, length: document.length, frequency: document.frequency)
      for number in 0..<Int(document.frequency) {
        let gap = gaps[next]
        body(isFolded && number == 0 ? PositionsCode.folded(gap) : gap, width)
        next += 1
      }
    }
  }

  // MARK: - The parameter

  /// Sets the parameter of fewest bits; returns whether first positions are folded. The number of
  /// bits falls towards the best parameter from both sides, so it is found by steps.
  private mutating func choose() -> Bool {
    var best = cost(parameter)
    let highest = 1 << PositionsCode.parameterBitCount - 1 - PositionsCode.bias
    for step in [1, -1] {
      var hasMoved = false
      while (-PositionsCode.bias...highest).contains(parameter + step) {
        let next = cost(parameter + step)
        guard next.bitCount < best.bitCount else { break }
        best = next
        parameter += step
        hasMoved = true
      }
      if hasMoved { break }
    }
    return best.isFolded
  }

  /// How many bits the gaps take with a parameter, first positions being folded or not.
  private func cost(_ parameter: Int) -> (bitCount: Int, isFolded: Bool) {
    var sum = 0
    var plain = 0
    var folded = 0
    var next = 0
    for document in documents {
      let width = PositionsCode.width(
        parameter, length: document.length, frequency: document.frequency)
      let count = Int(document.frequency)
      sum += count * (width + 1)
      plain += Int(gaps[next] >> UInt32(width))
      folded += Int(PositionsCode.folded(gaps[next]) >> UInt32(width))
      for index in next + 1..<next + count { sum += Int(gaps[index] >> UInt32(width)) }
      next += count
    }
    return (sum + min(plain, folded), folded < plain)
  }
}
