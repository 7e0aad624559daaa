internal import CCharset

/// Text of bytes in an encoding, by ICU's converters.
enum CharsetConverter {
  /// Whether ICU has a converter of that name.
  static func knows(_ name: String) -> Bool {
    convert([0x20, 0x20], from: name, substitutes: false, isEnd: false) != nil
  }

  /// The text in UTF-16; nil if some bytes stand for no character, or no converter has that name.
  ///
  /// - Parameter isEnd: false where the bytes are a part that may end within a character.
  static func units(
    _ bytes: ArraySlice<UInt8>, in charset: Charset, isEnd: Bool = true
  ) -> [UInt16]? {
    convert(bytes, from: charset.converter, substitutes: false, isEnd: isEnd)
  }

  /// The text in UTF-8, U+FFFD for what stands for no character.
  static func text(_ bytes: ArraySlice<UInt8>, in charset: Charset) -> [UInt8]? {
    guard let units = convert(bytes, from: charset.converter, substitutes: true, isEnd: true) else {
      return nil
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private static func convert(
    _ bytes: ArraySlice<UInt8>, from name: String, substitutes: Bool, isEnd: Bool
  ) -> [UInt16]? {
    guard !bytes.isEmpty else { return [] }
    let (double, overflows) = bytes.count.multipliedReportingOverflow(by: 2)
    guard !overflows else { return nil }
    var status = CInt(CCHARSET_NO_CONVERTER)
    // The converter reads the slice, and writes no more than the capacity.
    let units = unsafe [UInt16](unsafeUninitializedCapacity: double + 16) { buffer, count in
      unsafe bytes.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = buffer.baseAddress else { return }
        unsafe status = ccharset_convert(
          name, from, source.count, substitutes ? 1 : 0, isEnd ? 1 : 0, to, buffer.count, &count)
      }
    }
    return status == CInt(CCHARSET_OK) ? units : nil
  }

  /// What uchardet and ICU take the bytes for, and how sure they are, from 0 to 100.
  static func votes(_ bytes: [UInt8]) -> [(name: String, confidence: Int)] {
    let box = VoteBox()
    let context = unsafe Unmanaged.passUnretained(box).toOpaque()
    // The box outlives the call; names are copied at once.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      unsafe ccharset_vote(start, buffer.count, context) { context, name, confidence in
        let box = unsafe Unmanaged<VoteBox>.fromOpaque(context).takeUnretainedValue()
        unsafe box.votes.append((String(cString: name), Int(confidence)))
      }
    }
    return box.votes
  }

  private final class VoteBox {
    var votes: [(name: String, confidence: Int)] = []
  }
}
