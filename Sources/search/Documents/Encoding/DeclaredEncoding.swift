/// The encoding that a file says it is in: `<meta charset>` and its older form, the XML declaration,
/// `coding:` of editors, `@charset` of style sheets, and a `charset` of a catalog of messages.
enum DeclaredEncoding {
  /// How much of a file's start is looked at; HTML asks for 1,024 bytes, and many files need more.
  private static let windowByteCount = 4_096

  /// Finds what a file declares; nil when it declares nothing that is known.
  static func find(in file: [UInt8]) -> Charset? {
    let head = file.prefix(windowByteCount).map { byte in
      UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
    if head.starts(with: "<?xml".utf8) || head.starts(with: "\u{FEFF}<?xml".utf8),
      let name = value(after: "encoding", in: head[...]), let charset = Charset.named(name)
    {
      return charset
    }
    var at = 0
    while let found = find("charset", in: head, from: at) {
      if let name = value(after: "charset", in: head[found...]), let charset = Charset.named(name) {
        return charset
      }
      at = found + 1
    }
    // Editors look at the first two lines.
    let lines = head.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
    for line in lines.prefix(2) where line.contains(UInt8(ascii: "c")) {
      if let name = value(after: "coding", in: line), let charset = Charset.named(name) {
        return charset
      }
    }
    return nil
  }

  private static func find(_ word: String, in text: [UInt8], from start: Int) -> Int? {
    let word = Array(word.utf8)
    guard text.count >= word.count, start <= text.count - word.count else { return nil }
    return (start...text.count - word.count).first { text[$0...].starts(with: word) }
  }

  /// The name behind a word and `=` or `:`, with or without quotation marks.
  private static func value(after word: String, in text: ArraySlice<UInt8>) -> String? {
    let array = Array(text)
    guard let start = find(word, in: array, from: 0) else { return nil }
    var at = start + word.utf8.count
    func skipBlanks() { while at < array.count, array[at] == 0x20 || array[at] == 0x09 { at += 1 } }
    skipBlanks()
    guard at < array.count, array[at] == UInt8(ascii: "=") || array[at] == UInt8(ascii: ":") else {
      return nil
    }
    at += 1
    skipBlanks()
    if at < array.count, array[at] == UInt8(ascii: "\"") || array[at] == UInt8(ascii: "'") {
      at += 1
    }
    let name = array[at...].prefix(40).prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "-_.:+".utf8.contains(byte)
      }
    }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }
}
