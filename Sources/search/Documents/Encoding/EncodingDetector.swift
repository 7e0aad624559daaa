/// Decides which encoding a file is in.
///
/// In this order: a byte order mark, if it can be one; strict UTF-8; escape sequences; what the file declares, if its
/// bytes bear it out; and then, of all encodings in which every byte means something, the one in
/// which the text is likeliest, where uchardet, ICU's detector and the files of the same folder are
/// heard. No text is likely in any encoding if the file is not text.
struct EncodingDetector: Sendable {
  /// How much of a file is decoded for the judgment, in bytes: enough to tell, and quick.
  static let sampleByteCount = 4_096
  /// The mean cost beyond which something is no text.
  static let implausibleCost = 118

  /// Decides; nil when the bytes are not text.
  ///
  /// - Parameters:
  ///   - neighbours: how many files of the same folder were found to be in each encoding, by name.
  ///   - forced: what the user says it is.
  static func decide(
    _ file: [UInt8], neighbours: [String: Int] = [:], forced: Charset? = nil
  ) -> EncodingDecision? {
    let marked = mark(of: file.span)
    if let marked, isPlausible(marked, file) { return marked }
    if let forced { return EncodingDecision(charset: forced, ground: .forced, sureness: 1) }
    let isUTF8 = String(validating: file, as: UTF8.self) != nil
    if isUTF8 {
      if file.contains(0) || hasControls(file.span) { return wide(file) }
      if let escaped = EscapeSequences.charset(of: file) {
        return EncodingDecision(charset: escaped, ground: .escapes, sureness: 0.98)
      }
      return EncodingDecision(charset: .utf8, ground: .utf8, sureness: 1)
    }
    if let damaged = damagedUTF8(file.span) { return damaged }
    if hasControls(file.span) { return wide(file) }
    let sample = sample(of: file, limit: sampleByteCount)
    let candidates = judge(sample, of: file, neighbours: neighbours)
    if let declared = DeclaredEncoding.find(in: file),
      let decision = confirm(declared, candidates, sample)
    {
      return decision
    }
    return choose(candidates) ?? marked
  }

  /// UTF-8 with some bytes that are not: a log in which lines were cut, say.
  private static func damagedUTF8(_ bytes: Span<UInt8>) -> EncodingDecision? {
    var good = 0
    // What sequences say: two bytes in a row may look like one by accident, three seldom do.
    var weight = 0
    var bad = 0
    // Whether each byte that fits nowhere stands by itself, as no character of two bytes does.
    var isIsolated = true
    var index = 0
    while index < bytes.count {
      let length = wellFormedLength(in: bytes, at: index)
      if length > 1 {
        good += 1
        weight += length - 1
      }
      if length == 0 {
        bad += 1
        let hasNeighbour =
          index > 0 && bytes[index - 1] >= 0x80
          || index + 1 < bytes.count && bytes[index + 1] >= 0x80
        isIsolated = isIsolated && !hasNeighbour
      }
      index += max(1, length)
    }
    let isCut = bad <= 3 && good > 0 && illFormedIsAtEnd(bytes, bad)
    let isStray = isIsolated && weight >= 2 * bad && weight > 1
    guard isCut || isStray || good >= bad * 4 else { return nil }
    let share = Double(good) / Double(good + bad)
    return EncodingDecision(charset: .utf8, ground: .utf8, sureness: min(0.99, share))
  }

  private static func illFormedIsAtEnd(_ bytes: Span<UInt8>, _ bad: Int) -> Bool {
    let end = max(0, bytes.count - 3)
    return illFormedByteCount(in: bytes.extracting(end..<bytes.count)) >= bad
      && illFormedByteCount(in: bytes.extracting(0..<end)) <= 2
  }

  /// Control characters, zeros included, as often as in no text of one byte a character.
  static func hasControls(_ bytes: Span<UInt8>) -> Bool {
    var count = 0
    let end = min(bytes.count, 1 << 16)
    for index in 0..<end {
      switch bytes[index] {
      case 0x07...0x0D, 0x1A, 0x1B, 0x0E, 0x0F: break
      case 0x00..<0x20, 0x7F: count += 1
      default: break
      }
    }
    return count > end / 200
  }

  /// UTF-16 without a mark among files that have zeros or controls; nil for binary files.
  private static func wide(_ file: [UInt8]) -> EncodingDecision? {
    let sample = Array(file.prefix(sampleByteCount & ~1))
    let candidates = judge(sample, of: file, neighbours: [:]).filter(\.charset.isWide)
    return choose(candidates)
  }
}
