import TestSupport
import Testing

@testable import Index

struct PackedBlockTests {
  private func encoded(_ values: [UInt32]) -> (code: UInt8, bytes: [UInt8]) {
    var writer = ByteWriter()
    let code = PackedBlock.encode(values, into: &writer)
    return (code, writer.bytes)
  }

  /// Decodes from memory that has 64 bytes more, as every file has; nil if it is refused.
  private func decoded(_ code: UInt8, _ bytes: [UInt8]) -> (values: [UInt32], byteCount: Int)? {
    var values = [UInt32](repeating: 7, count: PackedBlock.count)
    let padded = bytes + [UInt8](repeating: 0xFF, count: 64)
    // The buffers outlive the call; the output has room for a block.
    let byteCount: Int? = unsafe padded.withUnsafeBytes { source in
      unsafe values.withUnsafeMutableBufferPointer { target in
        guard let start = source.baseAddress, let output = target.baseAddress,
          let result = unsafe PackedBlock.decode(code, start, start + bytes.count, into: output)
        else { return nil }
        return unsafe result.end - start
      }
    }
    // Each is one greater.
    return byteCount.map { (values.map { $0 &- 1 }, $0) }
  }

  /// The format by its words: bit for bit, one after another.
  private func slowlyDecoded(_ code: UInt8, _ bytes: [UInt8]) -> [UInt32] {
    let width = Int(code & 0x7F)
    func bit(_ number: Int, from start: Int) -> UInt64 {
      UInt64(bytes[start + number / 8] >> UInt8(number % 8) & 1)
    }
    var values: [UInt64] = (0..<128).map { index in
      (0..<width).reduce(0) { value, place in
        let laneBit = index / 4 * width + place
        let word = laneBit / 32 * 4 + index % 4
        return value | bit(word * 32 + laneBit % 32, from: 0) << UInt64(place)
      }
    }
    if code & 0x80 != 0 {
      let count = Int(bytes[16 * width])
      let highWidth = Int(bytes[16 * width + 1])
      let indices = 16 * width + 2
      for number in 0..<count {
        for place in 0..<highWidth {
          let high = bit(number * highWidth + place, from: indices + count)
          values[Int(bytes[indices + number])] |= high << UInt64(width + place)
        }
      }
    }
    return values.map { UInt32($0) }
  }

  @Test func `the documentation's example comes out byte for byte`() {
    var values = [UInt32](repeating: 1, count: 128)
    values[5] = 9
    let (code, bytes) = encoded(values)
    #expect(code == 0x81)
    #expect(bytes == [UInt8](repeating: 0xFF, count: 16) + [1, 3, 5, 4])
  }

  @Test(arguments: 0...32)
  func `every width is read back, and as the words of the format say`(width: Int) throws {
    var generator = SeededGenerator(seed: UInt64(width))
    let limit = width == 0 ? 0 : UInt32.max >> UInt32(32 - width)
    for outliers in [0, 1, 2, 5, 20, 127] {
      var values = (0..<128).map { _ in UInt32.random(in: 0...limit, using: &generator) }
      for _ in 0..<outliers {
        let shift = UInt32.random(in: 0...31, using: &generator)
        values[Int.random(in: 0..<128, using: &generator)] =
          UInt32.random(in: 0...(.max >> shift), using: &generator)
      }
      let (code, bytes) = encoded(values)
      let found = try #require(decoded(code, bytes))
      #expect(found.values == values, "width \(width), \(outliers) outliers")
      #expect(found.byteCount == bytes.count)
      #expect(slowlyDecoded(code, bytes) == values)
      #expect(bytes.count <= 16 * (32 - (values.max() ?? 0).leadingZeroBitCount))
      #expect(decoded(code, Array(bytes.dropLast())) == nil || bytes.isEmpty)
    }
  }

  @Test func `any bytes are values or refused`() {
    var generator = SeededGenerator(seed: 5)
    var accepted = 0
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
        UInt8.random(in: 0...(Bool.random(using: &generator) ? 6 : 255), using: &generator)
      }
      let code = UInt8.random(in: 0...255, using: &generator)
      if let found = decoded(code, bytes) {
        accepted += 1
        #expect(found.byteCount <= bytes.count)
      } else if code <= 32 {
        #expect(bytes.count < 16 * Int(code))
      }
    }
    #expect(accepted > 100)
  }

  @Test(arguments: 1...40)
  func `the place of a number is the place that a scan finds`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var values = (0..<128).map { _ in UInt32.random(in: 0...1000, using: &generator) }.sorted()
    for target in [0, values[0], values[127], values[127] + 1, .max]
      + (0..<50).map({ _ in UInt32.random(in: 0...1001, using: &generator) })
    {
      let expected = values.firstIndex { $0 >= target } ?? 128
      // The buffer has 128 values.
      let found = unsafe values.withUnsafeMutableBufferPointer { buffer in
        unsafe buffer.baseAddress.map { unsafe BlockKernels.lowerBound($0, target) }
      }
      #expect(found == expected, "seed \(seed)")
    }
  }
}

struct CeilingScaleTests {
  @Test(arguments: [(127, 0x7F), (128, 0x80), (129, 0x81), (160, 0x81), (1000, 0x8C)])
  func `the documentation's examples come out`(value: UInt32, byte: UInt8) {
    #expect(CeilingScale.encode(value) == byte)
  }

  @Test func `a byte bounds its number, and is the least that does`() {
    var generator = SeededGenerator(seed: 1)
    var values: [UInt32] = [0, 1, .max, .max - 1, 1 << 31]
    for _ in 0..<10_000 {
      values.append(
        UInt32.random(
          in: 0...(.max >> UInt32.random(in: 0...31, using: &generator)), using: &generator))
    }
    for value in values {
      let byte = CeilingScale.encode(value)
      #expect(CeilingScale.decode(byte) >= value)
      if byte > 0 { #expect(CeilingScale.decode(byte - 1) < value) }
    }
  }
}
