/// Makes a document of the Rich Text Format: words without fonts, colours, pictures and links' targets.
/// Bytes beyond ASCII are in the code page that the file names, or are written as Unicode numbers.
enum RichTextExtractor {
  private static let depthLimit = 512
  /// Groups that hold no text of the author.
  private static let silent: Set<String> = [
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "listtable", "listoverridetable",
    "rsidtbl", "generator", "themedata", "colorschememapping", "latentstyles", "datastore",
    "xmlnstbl", "fldinst", "bkmkstart", "bkmkend", "filetbl", "revtbl",
  ]

  /// What holds within a group.
  private struct Group {
    var isSilent = false
    /// How many characters stand in for one that is written as a number.
    var fallbackCount = 1
  }

  /// The document; nil if the text is not in this format.
  static func extract(_ source: [UInt8], lines: SourceLines) -> ExtractedDocument? {
    guard source.starts(with: "{\\rtf".utf8) else { return nil }
    var state = State(source: source, lines: lines)
    state.run()
    var document = PlainTextExtractor.extract(state.body.bytes[...])
    let cut = state.body.bytes.count - document.body.utf8.count
    document.places.title = state.body.anchors.prefix(1).map { $0.moved(by: -$0.offset) }
    document.places.body = PlaceMap.anchors(state.body.anchors, from: cut)
    return document
  }

  private struct State {
    let source: [UInt8]
    let lines: SourceLines
    var body = PlacedText()
    var at = 0
    var groups = [Group()]
    var codePage = Charset.windows1252
    /// Bytes of the code page that have not been decoded.
    var pending: [UInt8] = []
    var units: [UInt16] = []
    var skipCount = 0

    mutating func run() {
      while at < source.count {
        let byte = source[at]
        switch byte {
        case UInt8(ascii: "{"):
          flush()
          if groups.count < depthLimit { groups.append(groups[groups.count - 1]) }
          at += 1
        case UInt8(ascii: "}"):
          flush()
          if groups.count > 1 { groups.removeLast() }
          at += 1
        case UInt8(ascii: "\\"): control()
        case 0x0A: at += 1
        default:
          at += 1
          put(byte)
        }
      }
      flush()
    }

    /// Takes a control word or symbol.
    private mutating func control() {
      at += 1
      guard at < source.count else { return }
      let symbol = source[at]
      guard UInt8(ascii: "a")...UInt8(ascii: "z") ~= symbol | 0x20 else {
        at += 1
        switch symbol {
        case UInt8(ascii: "'"):
          let digits = String(decoding: source[at..<min(at + 2, source.count)], as: UTF8.self)
          at = min(at + 2, source.count)
          if let byte = UInt8(digits, radix: 16) { put(byte) }
        case UInt8(ascii: "*"): groups[groups.count - 1].isSilent = true
        case UInt8(ascii: "~"): put(0x20)
        case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): put(symbol)
        case 0x0A: breakLine()
        default: break
        }
        return
      }
      let start = at
      while at < source.count, UInt8(ascii: "a")...UInt8(ascii: "z") ~= source[at] | 0x20 {
        at += 1
      }
      let word = String(decoding: source[start..<at].prefix(32), as: UTF8.self)
      let numberStart = at
      if at < source.count, source[at] == UInt8(ascii: "-") { at += 1 }
      while at < source.count, at - numberStart < 10, 0x30...0x39 ~= source[at] { at += 1 }
      let number = Int(String(decoding: source[numberStart..<at], as: UTF8.self))
      if at < source.count, source[at] == 0x20 { at += 1 }
      take(word, number)
    }

    private mutating func take(_ word: String, _ number: Int?) {
      switch word {
      case "par", "line", "sect", "page", "row": breakLine()
      case "tab", "cell": put(0x09)
      case "uc": groups[groups.count - 1].fallbackCount = min(max(0, number ?? 1), 16)
      case "u":
        guard let number else { return }
        if !pending.isEmpty { flush() }
        if !groups[groups.count - 1].isSilent { units.append(UInt16(truncatingIfNeeded: number)) }
        skipCount = groups[groups.count - 1].fallbackCount
      case "ansicpg":
        if let number,
          let charset = Charset.named("windows-\(number)") ?? Charset.named("cp\(number)")
        {
          codePage = charset
        }
      case "bin": at = min(source.count, at + min(max(0, number ?? 0), source.count - at))
      case "emdash": put("—")
      case "endash": put("–")
      case "lquote": put("‘")
      case "rquote": put("’")
      case "ldblquote": put("“")
      case "rdblquote": put("”")
      case "bullet": put("•")
      default: if silent.contains(word) { groups[groups.count - 1].isSilent = true }
      }
    }

    private mutating func put(_ byte: UInt8) {
      if skipCount > 0 {
        skipCount -= 1
        return
      }
      guard !groups[groups.count - 1].isSilent else { return }
      if !units.isEmpty { flush() }
      pending.append(byte)
    }

    private mutating func put(_ text: String) {
      guard !groups[groups.count - 1].isSilent else { return }
      if !pending.isEmpty { flush() }
      units += Array(text.utf16)
    }

    private mutating func breakLine() {
      flush()
      if !groups[groups.count - 1].isSilent { body.append([0x0A]) }
    }

    private mutating func flush() {
      var text: [UInt8] = []
      if !pending.isEmpty { text = CharsetConverter.text(pending[...], in: codePage) ?? pending }
      if !units.isEmpty { text += Array(String(decoding: units, as: UTF16.self).utf8) }
      pending.removeAll()
      units.removeAll()
      guard !text.isEmpty else { return }
      body.append(text[...], at: lines.anchor(of: max(0, at - 1), isVerbatim: false))
    }
  }
}
