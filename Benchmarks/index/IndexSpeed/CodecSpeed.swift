@testable import Index

/// Packed blocks of each width, with and without exceptions, and short streams of Rice and gamma codes.
enum CodecSpeed {
  private static let blockCount = 64

  static func run(_ bench: inout Bench) throws {
    for width in 0...32 { packed(width, exceptions: 0, &bench) }
    for width in [2, 6, 12] { packed(width, exceptions: 8, &bench) }
    for bits in [1, 4, 9, 14] { rice(bits, &bench) }
    gamma(&bench)
  }

  /// Decoding blocks whose values take so many bits, some of them four more.
  private static func packed(_ width: Int, exceptions: Int, _ bench: inout Bench) {
    var generator = SeededGenerator(state: UInt64(width))
    var writer = ByteWriter()
    var blocks: [(code: UInt8, start: Int)] = []
    for _ in 0..<blockCount {
      var values = (0..<PackedBlock.count).map { _ in
        width == 0 ? 0 : UInt32.random(in: 0...(.max >> UInt32(32 - width)), using: &generator)
      }
      for _ in 0..<exceptions {
        values[Int.random(in: 0..<values.count, using: &generator)] =
          UInt32.random(in: 0...(.max >> UInt32(28 - width)), using: &generator)
      }
      let start = writer.bytes.count
      blocks.append((PackedBlock.encode(values, into: &writer), start))
    }
    // What the file's footer is to the last block.
    let bytes = writer.bytes + [UInt8](repeating: 0, count: 64)
    var output = [UInt32](repeating: 0, count: PackedBlock.count)
    let name = "codec/packed/width \(width)" + (exceptions > 0 ? " with exceptions" : "")
    bytes.withUnsafeBytes { buffer in
      output.withUnsafeMutableBufferPointer { output in
        guard let base = buffer.baseAddress, let values = output.baseAddress else { return }
        bench.measure(name, of: blockCount * PackedBlock.count, "value") {
          var sum = 0
          for block in blocks {
            let end = PackedBlock.decode(
              block.code, base + block.start, base + buffer.count - 64, into: values)
            sum &+= Int(values[block.start & 127]) &+ (end?.width ?? -1)
          }
          return sum
        }
      }
    }
  }

  /// Decoding the gaps of terms in fewer than 128 documents: even numbers of so many bits.
  private static func rice(_ width: Int, _ bench: inout Bench) {
    var generator = SeededGenerator(state: 7)
    var bits = BitWriter()
    bits.append(
      rice: (0..<100).map { _ in UInt32.random(in: 0..<(1 << UInt32(width)), using: &generator) })
    decode("codec/rice/\(width) bits", bits, &bench) { reader, output in
      reader.rice(100, into: output)
    }
  }

  private static func gamma(_ bench: inout Bench) {
    var generator = SeededGenerator(state: 9)
    var bits = BitWriter()
    for _ in 0..<100 { bits.append(gamma: UInt32.random(in: 1...20, using: &generator)) }
    decode("codec/gamma", bits, &bench) { reader, output in reader.gamma(100, into: output) }
  }

  private static func decode(
    _ name: String, _ bits: BitWriter, _ bench: inout Bench,
    _ body: (inout BitReader, UnsafeMutablePointer<UInt32>) -> Bool
  ) {
    var bits = bits
    var writer = ByteWriter()
    bits.finish(into: &writer)
    let byteCount = writer.bytes.count
    let bytes = writer.bytes + [UInt8](repeating: 0, count: 64)
    var output = [UInt32](repeating: 0, count: 128)
    bytes.withUnsafeBytes { buffer in
      output.withUnsafeMutableBufferPointer { output in
        guard let base = buffer.baseAddress, let values = output.baseAddress else { return }
        var first = BitReader(base, byteCount: byteCount)
        precondition(body(&first, values), "\(name) is not decoded")
        bench.measure(name, of: 100, "value") {
          var reader = BitReader(base, byteCount: byteCount)
          let isDecoded = body(&reader, values)
          return Int(values[99]) &+ (isDecoded ? 1 : 0)
        }
      }
    }
  }
}
