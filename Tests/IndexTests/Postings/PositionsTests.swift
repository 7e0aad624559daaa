import TestSupport
import Testing

@testable import Index

struct PositionsTests {
  struct Entry {
    var length: UInt8
    var positions: [UInt32]
  }

  private func written(_ documents: [Entry], afterBits count: Int = 0) -> [UInt8] {
    var bits = BitWriter()
    bits.append(0, count: count)
    var positions = PositionsWriter()
    for document in documents { positions.add(document.positions, length: document.length) }
    var writer = ByteWriter()
    positions.write(after: &bits, into: &writer)
    return writer.bytes
  }

  /// The format by its words: bit for bit, one after another.
  private func slowlyRead(
    _ bytes: [UInt8], from first: Int, lengths: [UInt8], frequencies: [Int]
  ) -> [[UInt32]] {
    let bits = bytes.flatMap { byte in (0..<8).map { Int(byte >> UInt8($0) & 1) } }
    var next = first
    var lowEnd = bits.count
    let parameter = (0..<5).reduce(0) { $0 + bits[next + $1] << $1 } - 16
    let isFolded = bits[next + 5] == 1
    next += 6
    return zip(lengths, frequencies).map { length, frequency in
      var logarithm = 0
      while frequency >> (logarithm + 1) > 0 { logarithm += 1 }
      let width = max(0, min(31, parameter + Int(length) / 8 - logarithm))
      var expected = 0
      return (0..<frequency).map { number in
        var quotient = 0
        while bits[next] == 0 {
          quotient += 1
          next += 1
        }
        next += 1
        lowEnd -= width
        let low = (0..<width).reduce(0) { $0 + bits[lowEnd + $1] << $1 }
        var gap = quotient << width + low
        if number == 0, isFolded {
          gap = gap % 16 == 15 ? gap / 16 : 1024 + gap / 16 * 15 + gap % 16
        }
        let position = expected + gap
        expected = position + 1
        return UInt32(position)
      }
    }
  }

  @Test(arguments: 1...200)
  func `positions are as the words of the format say`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let start = [0, 0, 1024, 1030, 5000].randomElement(using: &generator) ?? 0
    let step = [1, 3, 50, 1000, 100_000].randomElement(using: &generator) ?? 1
    let documents = (0..<Int.random(in: 1...128, using: &generator)).map { _ in
      let count = Int.random(in: 1...(Bool.random(using: &generator) ? 2 : 40), using: &generator)
      var position = Bool.random(using: &generator) ? 0 : start
      return Entry(
        length: UInt8.random(in: 0...255, using: &generator),
        positions: (0..<count).map { _ in
          position += Int.random(in: 1...step, using: &generator)
          return UInt32(position - 1)
        })
    }
    let first = Int.random(in: 0...9, using: &generator)
    let found = slowlyRead(
      written(documents, afterBits: first), from: first, lengths: documents.map(\.length),
      frequencies: documents.map(\.positions.count))
    #expect(found == documents.map(\.positions), "seed \(seed)")
  }

  @Test func `the documentation's examples hold`() {
    let examples: [(UInt32, UInt32)] = [(1029, 5), (1030, 6), (1039, 16), (2, 47)]
    for (position, folded) in examples { #expect(PositionsCode.folded(position) == folded) }
  }

  @Test func `every first position is unfolded from what it is folded to`() {
    var seen: Set<UInt32> = []
    for position in Array(0...5000) + [1 << 20, UInt32(Int32.max)] {
      let folded = PositionsCode.folded(position)
      #expect(PositionsCode.unfolded(folded) == position)
      seen.insert(folded)
    }
    #expect(seen.count == 5003)
  }

  @Test func `first positions are folded where the second part of a field begins`() {
    #expect(PositionsCode.gap == WordBorders.gap)
  }

  @Test func `where most positions lie behind the gap it costs next to nothing`() {
    func size(_ start: UInt32) -> Int {
      let documents = (0..<128).map { number in
        Entry(length: 40, positions: [start + UInt32(number) * 37 % 50])
      }
      return written(documents).count
    }
    #expect(size(1028) <= size(0) + 8)
  }

  @Test(arguments: 1...100)
  func `what the gaps of several documents take is the sum of what each takes`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let highest: UInt32 = [1, 3, 100, 4095].randomElement(using: &generator) ?? 1
    let parameter = Int.random(in: -16...15, using: &generator)
    let lengths = (0..<600).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var documents = Array((0..<600).map { UInt32($0) }.shuffled(using: &generator).prefix(128))
    documents.sort()
    var frequencies = documents.map { _ in UInt32.random(in: 1...highest, using: &generator) }
    // What stands behind them counts nothing, and the lengths of such documents are not asked for.
    documents += [.max, 1 << 31, .max]
    frequencies += [.max, 7, 1 << 31]
    for count in 0...128 {
      let sums = unsafe documents.withUnsafeMutableBufferPointer { documents in
        unsafe frequencies.withUnsafeMutableBufferPointer { frequencies in
          unsafe lengths.withUnsafeBytes { lengths -> PositionsCode.Sums in
            guard let a = documents.baseAddress, let b = frequencies.baseAddress,
              let c = lengths.baseAddress
            else { return PositionsCode.Sums() }
            return unsafe PositionsCode.sums(count, parameter, a, b, lengths: c)
          }
        }
      }
      let widths = zip(documents, frequencies).prefix(count).map { document, frequency in
        UInt64(frequency)
          * UInt64(
            PositionsCode.width(
              parameter, length: lengths[Int(document)], frequency: frequency))
      }
      #expect(sums.lowBitCount == widths.reduce(0, +), "seed \(seed)")
      #expect(sums.gapCount == frequencies.prefix(count).reduce(0) { $0 + UInt64($1) })
    }
  }
}
