import TestSupport
import Testing

@testable import Index

/// Each loop beside its definition.
struct BlockKernelsTests {
  @Test(arguments: 1...50)
  func `the lower bound is the first value that is not less`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let step = [1, 2, 1000, 30_000_000].randomElement(using: &generator) ?? 1
    var value = Int.random(in: 0...step, using: &generator)
    var values = (0..<128).map { _ in
      value += Int.random(in: 1...step, using: &generator)
      return UInt32(clamping: value)
    }
    // As behind the documents that fill no block.
    for index in Int.random(in: 1...128, using: &generator)..<128 { values[index] = .max }
    var targets: [UInt32] = [0, .max, .max - 1]
    targets += values + values.map { $0 &+ 1 } + values.map { $0 &- 1 }
    for target in targets {
      let found = unsafe values.withUnsafeMutableBufferPointer { buffer in
        unsafe buffer.baseAddress.map { unsafe BlockKernels.lowerBound($0, target) }
      }
      #expect(found == values.firstIndex { $0 >= target } ?? 128, "seed \(seed), \(target)")
    }
  }

  @Test(arguments: 1...50)
  func `bits are counted and found`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let isDense = Bool.random(using: &generator)
    let words = (0..<8).map { index in
      let word = UInt64.random(in: 0 ... .max, using: &generator)
      return isDense ? word | UInt64.random(in: 0 ... .max, using: &generator) : word
    }
    for words in [words, [UInt64](repeating: .max, count: 8), [UInt64](repeating: 0, count: 8)] {
      let count = unsafe words.withUnsafeBytes { buffer in
        unsafe buffer.baseAddress.map { unsafe BlockKernels.bitCount($0) }
      }
      #expect(count == words.reduce(0) { $0 + $1.nonzeroBitCount })
      for word in words {
        let counts = BlockKernels.runningBitCounts(word)
        #expect(Int(counts >> 56) == word.nonzeroBitCount)
        var number = 0
        for place in 0..<64 where word >> UInt64(place) & 1 == 1 {
          number += 1
          #expect(BlockKernels.place(ofBit: number, in: word, counts) == place)
        }
      }
    }
  }

  @Test func `gaps that have wrapped around are not taken for short ones`() {
    func isWithin(_ gaps: [UInt32]) -> Bool? {
      var gaps = gaps
      return unsafe gaps.withUnsafeMutableBufferPointer { buffer in
        unsafe buffer.baseAddress.map { unsafe BlockKernels.isWithin(1 << 31, $0) }
      }
    }
    let gaps = [UInt32](repeating: 1 << 24, count: 128)
    #expect(isWithin(gaps) == true)
    for place in [0, 1, 64, 127] {
      var longer = gaps
      longer[place] += 1
      #expect(isWithin(longer) == false)
      // A stored gap of 2^32 - 1, which decoding makes greater by 1.
      var wrapped = [UInt32](repeating: 1, count: 128)
      wrapped[place] = 0
      #expect(isWithin(wrapped) == false)
    }
  }
}
