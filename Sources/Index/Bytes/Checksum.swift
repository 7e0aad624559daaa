/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), as in iSCSI (RFC 3720) and ext4.
///
/// It detects every change that is confined to 32 adjacent bits. Check value: the CRC of the ASCII
/// digits `123456789` is 0xE3069283.
enum Checksum {
  /// Eight tables, so that eight bytes are folded in at a time ("slicing by 8", Kounavis and Berry,
  /// 2005).
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = (value >> 1) ^ (value & 1 == 1 ? 0x82F6_3B78 : 0) }
      tables[byte] = value
    }
    for table in 1..<8 {
      for byte in 0..<256 {
        let previous = tables[(table - 1) * 256 + byte]
        tables[table * 256 + byte] = (previous >> 8) ^ tables[Int(previous & 0xFF)]
      }
    }
    return tables
  }()

  /// The CRC of the bytes, continuing from `start` (0 for a new one).
  static func crc32c(_ bytes: Span<UInt8>, continuing start: UInt32 = 0) -> UInt32 {
    // The pointer is used within the closure only.
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return start }
      return unsafe crc32c(base, count: buffer.count, continuing: start)
    }
  }

  /// The CRC of `count` bytes from `base`, all of which must be readable.
  static func crc32c(
    _ base: UnsafeRawPointer, count: Int, continuing start: UInt32 = 0
  ) -> UInt32 {
    // Every table index is below 8 * 256; reads stay below `count`.
    unsafe tables.withUnsafeBufferPointer { table in
      var crc = ~start
      var offset = 0
      while offset &+ 8 <= count {
        let low = unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt32.self) ^ crc
        let high = unsafe base.loadUnaligned(fromByteOffset: offset &+ 4, as: UInt32.self)
        crc = unsafe table[7 * 256 + Int(low & 0xFF)] ^ table[6 * 256 + Int(low >> 8 & 0xFF)]
        crc = unsafe crc ^ table[5 * 256 + Int(low >> 16 & 0xFF)] ^ table[4 * 256 + Int(low >> 24)]
        crc =
          unsafe crc ^ table[3 * 256 + Int(high & 0xFF)] ^ table[2 * 256 + Int(high >> 8 & 0xFF)]
        crc = unsafe crc ^ table[256 + Int(high >> 16 & 0xFF)] ^ table[Int(high >> 24)]
        offset &+= 8
      }
      while offset < count {
        let byte = unsafe base.load(fromByteOffset: offset, as: UInt8.self)
        crc = unsafe (crc >> 8) ^ table[Int((crc ^ UInt32(byte)) & 0xFF)]
        offset &+= 1
      }
      return ~crc
    }
  }
}
