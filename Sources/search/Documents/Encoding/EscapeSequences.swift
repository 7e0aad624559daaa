/// Encodings of seven bits that switch between character sets, which look like ASCII.
enum EscapeSequences {
  /// The encoding whose escapes a file holds, if the whole file is well-formed in it.
  static func charset(of file: [UInt8]) -> Charset? {
    var candidates: [Charset] = []
    let escape: UInt8 = 0x1B
    if let first = file.firstIndex(of: escape) {
      let rest = file[first...].prefix(1 << 16)
      if contains("$)C", after: escape, in: rest) { candidates.append(.iso2022KR) }
      if contains("$)A", after: escape, in: rest) { candidates.append(.iso2022CN) }
      if ["$@", "$B", "$(", "(J", "(I"].contains(where: { contains($0, after: escape, in: rest) }) {
        candidates.append(.iso2022JP)
      }
    } else if isHZ(file) {
      candidates.append(.hz)
    }
    return candidates.first { charset in
      guard let units = CharsetConverter.units(file[...], in: charset) else { return false }
      return units.contains { $0 >= 0x80 }
    }
  }

  private static func contains(
    _ word: String, after mark: UInt8, in bytes: ArraySlice<UInt8>
  ) -> Bool {
    var at = bytes.startIndex
    while let found = bytes[at...].firstIndex(of: mark) {
      if bytes[(found + 1)...].starts(with: word.utf8) { return true }
      at = found + 1
    }
    return false
  }

  /// Whether `~{` and `~}` (RFC 1843) stand in turn, with pairs of GB 2312 between them that are words:
  /// programs hold these characters, too.
  private static func isHZ(_ file: [UInt8]) -> Bool {
    let tilde = UInt8(ascii: "~")
    var pairCount = 0
    var at = 0
    while let found = file[at...].firstIndex(of: tilde), found + 1 < file.count {
      at = found + 2
      guard file[found + 1] == UInt8(ascii: "{") else { continue }
      // Only where a pair would begin do these two mean the end.
      while at + 1 < file.count, file[at] != tilde {
        guard 0x21...0x77 ~= file[at], 0x21...0x7E ~= file[at + 1] else { return false }
        pairCount += 1
        at += 2
      }
      guard at + 1 < file.count, file[at + 1] == UInt8(ascii: "}") else { return false }
      at += 2
    }
    return pairCount > 0
  }
}
