/// One step through UTF-8 that may be ill-formed.
struct DecodedScalar: BitwiseCopyable, Equatable {
  /// The code point; U+FFFD for an ill-formed sequence.
  var scalar: UInt32
  /// How many bytes it takes: at least 1.
  var length: Int
  /// Whether the bytes are well-formed.
  var isWellFormed: Bool

  /// An ill-formed sequence of the given length.
  static func illFormed(_ length: Int) -> DecodedScalar {
    DecodedScalar(scalar: 0xFFFD, length: length, isWellFormed: false)
  }
}

/// Decodes the scalar at `index`, or one *maximal subpart* of an ill-formed sequence (Unicode 3.9,
/// table 3-8), as every other decoder of note does.
///
/// - Precondition: `index` is an index of `text`.
@inline(__always)
func decodeScalar(in text: Span<UInt8>, at index: Int) -> DecodedScalar {
  let first = UInt32(text[index])
  if first < 0x80 { return DecodedScalar(scalar: first, length: 1, isWellFormed: true) }
  if index + 2 < text.count {
    // Nearly all that is not ASCII, in one step.
    let second = UInt32(text[index + 1]) ^ 0x80
    if first &- 0xC2 < 0x1E, second < 0x40 {
      return DecodedScalar(scalar: (first & 0x1F) << 6 | second, length: 2, isWellFormed: true)
    }
    let third = UInt32(text[index + 2]) ^ 0x80
    let scalar = (first & 0x0F) << 12 | second << 6 | third
    // Neither overlong forms nor surrogates.
    if first & 0xF0 == 0xE0, second | third < 0x40, scalar >= 0x800, scalar &- 0xD800 >= 0x800 {
      return DecodedScalar(scalar: scalar, length: 3, isWellFormed: true)
    }
  }
  return decodeLongScalar(in: text, at: index)
}

/// The general case of `decodeScalar`.
private func decodeLongScalar(in text: Span<UInt8>, at index: Int) -> DecodedScalar {
  let first = UInt32(text[index])
  let length: Int
  var scalar: UInt32
  switch first {
  case 0xC2...0xDF: (length, scalar) = (2, first & 0x1F)
  case 0xE0...0xEF: (length, scalar) = (3, first & 0x0F)
  case 0xF0...0xF4: (length, scalar) = (4, first & 0x07)
  default: return .illFormed(1)
  }
  for offset in 1..<length {
    guard index + offset < text.count else { return .illFormed(offset) }
    let next = UInt32(text[index + offset])
    let allowed = offset == 1 ? secondBytes(after: first) : 0x80...0xBF
    guard allowed.contains(next) else { return .illFormed(offset) }
    scalar = scalar << 6 | (next & 0x3F)
  }
  return DecodedScalar(scalar: scalar, length: length, isWellFormed: true)
}

/// The second bytes that may follow a first byte: no overlong forms, no surrogates, nothing above
/// U+10FFFF.
private func secondBytes(after first: UInt32) -> ClosedRange<UInt32> {
  switch first {
  case 0xE0: 0xA0...0xBF
  case 0xED: 0x80...0x9F
  case 0xF0: 0x90...0xBF
  case 0xF4: 0x80...0x8F
  default: 0x80...0xBF
  }
}
