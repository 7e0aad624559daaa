/// A substring that a recall audit asks for.
struct SampledSubstring: Hashable {
  var group: RecallGroup
  /// What is asked.
  var query: String
  /// The bytes of the text that it was taken from.
  var range: Range<Int>
}

/// A part of a text that is looked at: all of it, or of a long one a stretch, so that memory does
/// not grow with documents.
struct SampleWindow {
  /// The longest stretch.
  static let maximumByteCount = 1 << 16

  var text: String
  /// Where it begins in the whole text.
  var offset: Int
  /// Whether words and graphemes may be cut off at its ends.
  var cutsStart: Bool
  var cutsEnd: Bool

  /// Chooses a stretch.
  init(of text: String, _ generator: inout SampleGenerator) {
    let count = text.utf8.count
    guard count > Self.maximumByteCount else {
      (self.text, offset, cutsStart, cutsEnd) = (text, 0, false, false)
      return
    }
    let bytes = text.utf8
    func border(_ offset: Int) -> String.Index {
      var index = bytes.index(bytes.startIndex, offsetBy: offset)
      while index > bytes.startIndex, index < bytes.endIndex, bytes[index] & 0xC0 == 0x80 {
        index = bytes.index(before: index)
      }
      return index
    }
    let start = border(generator.below(count - Self.maximumByteCount + 1))
    offset = bytes.distance(from: bytes.startIndex, to: start)
    let end = border(min(count, offset + Self.maximumByteCount))
    self.text = String(text[start..<end])
    cutsStart = start > bytes.startIndex
    cutsEnd = end < bytes.endIndex
  }
}
