import TestSupport
import Testing

@testable import Index

struct BitStreamTests {
  private func bytes(_ body: (inout BitWriter) -> Void) -> [UInt8] {
    var bits = BitWriter()
    body(&bits)
    var writer = ByteWriter()
    bits.finish(into: &writer)
    return writer.bytes
  }

  /// Reads from memory that has 64 bytes more, as every file has.
  private func read<Result>(_ bytes: [UInt8], _ body: (inout BitReader) -> Result) throws -> Result
  {
    let padded = bytes + [UInt8](repeating: 0xFF, count: 64)
    // The buffer outlives the reader.
    let result: Result? = unsafe padded.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return nil }
      var reader = unsafe BitReader(start, byteCount: bytes.count)
      return body(&reader)
    }
    return try #require(result)
  }

  @Test func `the documentation's example comes out bit for bit`() {
    #expect(bytes { $0.append(rice: 5, 1) } == [0b1100])
    #expect(bytes { $0.append(gamma: 5) } == [0b01100])
  }

  @Test(arguments: 1...60)
  func `values are read back in their order`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let values = (0..<Int.random(in: 1...300, using: &generator)).map { _ in
      UInt32.random(
        in: 0...(.max >> UInt32.random(in: 0...31, using: &generator)), using: &generator)
    }
    let written = bytes { bits in
      for value in values {
        bits.append(rice: value, max(0, 30 - value.leadingZeroBitCount))
        bits.append(gamma: max(value, 1))
        bits.append(UInt64(value), count: 32)
      }
      bits.append(rice: values)
      for value in values { bits.append(gamma: max(value, 1)) }
    }
    let isRight = try read(written) { reader in
      for value in values {
        guard reader.rice(max(0, 30 - value.leadingZeroBitCount)) == value,
          reader.gamma() == max(value, 1), reader.bits(32) == value
        else { return false }
      }
      var output = [UInt32](repeating: 0, count: values.count)
      // Room for all values.
      let isThere = unsafe output.withUnsafeMutableBufferPointer { buffer in
        unsafe buffer.baseAddress.map { unsafe reader.rice(values.count, into: $0) } ?? false
      }
      guard isThere, output == values else { return false }
      // Room for all values.
      let areThere = unsafe output.withUnsafeMutableBufferPointer { buffer in
        unsafe buffer.baseAddress.map { unsafe reader.gamma(values.count, into: $0) } ?? false
      }
      return areThere && output == values.map { max($0, 1) } && reader.bits(8) == nil
    }
    #expect(isRight, "seed \(seed)")
  }

  @Test func `one great value among small ones stays short`() {
    let values = [UInt32](repeating: 0, count: 100) + [.max]
    #expect(bytes { $0.append(rice: values) }.count < 8 * values.count)
  }

  @Test func `any bytes are values or refused, and end`() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        UInt8.random(in: 0...(Bool.random(using: &generator) ? 1 : 255), using: &generator)
      }
      var steps = 0
      let end = try read(bytes) { reader in
        while steps < 1000 {
          steps += 1
          let isThere =
            switch Int.random(in: 0...2, using: &generator) {
            case 0: reader.rice(Int.random(in: 0...31, using: &generator)) != nil
            case 1: reader.gamma() != nil
            default: reader.bits(Int.random(in: 1...32, using: &generator)) != nil
            }
          if !isThere { break }
        }
        return reader.position
      }
      #expect(steps <= 8 * bytes.count + 1)
      #expect(end <= 8 * bytes.count + 64)
    }
  }
}
