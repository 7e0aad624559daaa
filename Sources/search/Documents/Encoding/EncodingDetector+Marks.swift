extension EncodingDetector {
  /// The encoding that a byte order mark names.
  static func mark(of head: Span<UInt8>) -> EncodingDecision? {
    func begins(_ bytes: [UInt8]) -> Bool {
      head.count >= bytes.count && bytes.indices.allSatisfy { head[$0] == bytes[$0] }
    }
    let marks: [([UInt8], Charset)] = [
      ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE, 0, 0], .utf32LittleEndian),
      ([0, 0, 0xFE, 0xFF], .utf32BigEndian), ([0xFF, 0xFE], .utf16LittleEndian),
      ([0xFE, 0xFF], .utf16BigEndian),
    ]
    for (bytes, charset) in marks where begins(bytes) {
      return EncodingDecision(
        charset: charset, ground: .mark, sureness: 1, markLength: bytes.count)
    }
    return nil
  }

  /// Whether what follows a mark can be what the mark says.
  ///
  /// In old encodings of one byte a character the marks of UTF-16 are two letters like others: яю in
  /// windows-1251, ÿþ in windows-1252. As UTF-16 such a text has characters that nobody assigned, or Chinese ones
  /// that stand beside each other by accident.
  static func isPlausible(_ mark: EncodingDecision, _ file: [UInt8]) -> Bool {
    guard mark.charset == .utf16LittleEndian || mark.charset == .utf16BigEndian else { return true }
    let end = min(file.count, sampleByteCount)
    let text = file[mark.markLength..<end - (end - mark.markLength) % 2]
    // Blanks, digits and line ends are such bytes in UTF-16, and in no text of one byte a character.
    if text.isEmpty || text.contains(0) || hasControls(Array(text).span) { return true }
    let units = stride(from: text.startIndex, to: text.endIndex, by: 2).map { at in
      mark.charset == .utf16LittleEndian
        ? UInt16(text[at + 1]) << 8 | UInt16(text[at])
        : UInt16(text[at]) << 8 | UInt16(text[at + 1])
    }
    let strangeCount = units.count { isNoText($0) } + unpairedCount(units)
    if strangeCount * 10 > units.count { return false }
    // What is known of Chinese, Japanese and Korean tells sentences from what bytes come to by accident.
    let knownCount = units.count { 0x3400..<0xA000 ~= $0 || 0xAC00..<0xD7A4 ~= $0 }
    guard knownCount * 2 > units.count else { return true }
    let judged = EncodingScore.shared.judge(units, as: mark.charset)
    if judged.meanCost < unlikelyMarkCost { return true }
    let sample = sample(of: file, limit: sampleByteCount)
    let rival = judge(sample, of: file, neighbours: [:]).first { !$0.charset.isWide }
    return rival.map { $0.total <= judged.score } ?? true
  }

  /// The mean cost beyond which Chinese, Japanese or Korean behind a mark is compared with other readings.
  private static let unlikelyMarkCost = 95

  /// Whether a unit is for private use, assigned to nothing, or a control.
  private static func isNoText(_ unit: UInt16) -> Bool {
    guard let scalar = Unicode.Scalar(unit) else { return false }
    switch scalar.properties.generalCategory {
    case .privateUse, .unassigned: return true
    case .control: return ![0x09, 0x0A, 0x0C, 0x0D].contains(unit)
    default: return false
    }
  }

  /// How many surrogates have no partner.
  private static func unpairedCount(_ units: [UInt16]) -> Int {
    var count = 0
    var isOpen = false
    for unit in units {
      let closes = UTF16.isTrailSurrogate(unit)
      if isOpen != closes { count += 1 }
      isOpen = UTF16.isLeadSurrogate(unit)
    }
    return count + (isOpen ? 1 : 0)
  }
}
