/// Makes a document of the words of a timed text: SubRip, WebVTT, (Advanced) SubStation Alpha and
/// lyrics. Numbers, times, styles and positions are no text; each line knows when it is said, as far as
/// that can be told.
struct SubtitleExtractor {
  private let text: [UInt8]
  private let lines: SourceLines
  private var body = PlacedText()
  private var milliseconds: Int?
  private var title: String?

  /// Creates an extractor of a well-formed text.
  init(_ text: [UInt8], lines: SourceLines) {
    self.text = text
    self.lines = lines
  }

  /// The document. `kind` is the file's extension.
  mutating func extract(kind: String) -> ExtractedDocument {
    var at = 0
    var isInCue = false
    var isInBlock = false
    while at < text.count {
      let end = text[at...].firstIndex(of: 0x0A) ?? text.count
      let line = at..<end
      at = end + 1
      switch kind {
      case "ass", "ssa": takeDialogue(line)
      case "lrc": takeLyrics(line)
      default:
        if text[line].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
          (isInCue, isInBlock) = (false, false)
        } else if let time = Self.cueTime(text[line]) {
          milliseconds = time
          isInCue = true
        } else if isInCue {
          takeWords(line, isBraced: true, isTagged: true)
        } else if ["STYLE", "REGION"].contains(where: { text[line].starts(with: $0.utf8) }) {
          isInBlock = true
        } else if !isInBlock, !text[line].starts(with: "WEBVTT".utf8),
          !text[line].allSatisfy({ 0x30...0x39 ~= $0 })
        {
          // Notes, the names of cues, and what is no cue at all: nothing that is there is to be missed.
          takeWords(line, isBraced: true, isTagged: true)
        }
      }
    }
    var document = ExtractedDocument(title: title ?? "", body: body.string)
    document.places.body = body.anchors
    return document
  }

  /// The start of a cue `00:01:02,500 --> …`.
  private static func cueTime(_ line: ArraySlice<UInt8>) -> Int? {
    let text = String(decoding: line.prefix(120), as: UTF8.self)
    guard let arrow = text.range(of: "-->") else { return nil }
    return time(text[..<arrow.lowerBound])
  }

  /// Milliseconds of `[h:]m:s[.,]fraction`.
  private static func time(_ text: Substring) -> Int? {
    let parts = text.trimmed.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    var seconds = 0
    for part in parts.dropLast() {
      guard let value = Int(part), (0..<10_000).contains(value) else { return nil }
      seconds = seconds * 60 + value
    }
    let last = parts[parts.count - 1].split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "," || $0 == "." })
    guard let first = last.first, let value = Int(first), (0..<100).contains(value) else {
      return nil
    }
    let digits = last.count > 1 ? last[1].prefix(3) : ""
    guard let fraction = Int("\(digits)" + String(repeating: "0", count: 3 - digits.count)),
      fraction >= 0
    else { return nil }
    return (seconds * 60 + value) * 1_000 + fraction
  }

  /// `[01:02.50]words`, several times before the same words allowed; `[ti:…]` is the title.
  private mutating func takeLyrics(_ line: Range<Int>) {
    var at = line.lowerBound
    var first: Int?
    while at < line.upperBound, text[at] == UInt8(ascii: "["),
      let close = text[at..<line.upperBound].firstIndex(of: UInt8(ascii: "]"))
    {
      let inside = String(decoding: text[(at + 1)..<close].prefix(1_024), as: UTF8.self)
      if let time = Self.time(inside[...]) {
        first = first ?? time
      } else if inside.hasPrefix("ti:") {
        title = PlainTextExtractor.singleLine(String(inside.dropFirst(3)))
      }
      at = close + 1
    }
    if let first { milliseconds = first }
    takeWords(at..<line.upperBound, isBraced: false, isTagged: true)
  }

  /// `Dialogue: layer,start,end,style,name,margins (3),effect,words`.
  private mutating func takeDialogue(_ line: Range<Int>) {
    if text[line].starts(with: "Title:".utf8) {
      title = PlainTextExtractor.singleLine(
        String(decoding: text[line].dropFirst(6).prefix(1_024), as: UTF8.self))
    }
    guard text[line].starts(with: "Dialogue:".utf8) else { return }
    var commas: [Int] = []
    for index in line where text[index] == UInt8(ascii: ",") {
      commas.append(index)
      if commas.count == 9 { break }
    }
    guard commas.count == 9 else { return }
    let start = String(decoding: text[(commas[0] + 1)..<commas[1]], as: UTF8.self)
    milliseconds = Self.time(start[...])
    takeWords((commas[8] + 1)..<line.upperBound, isBraced: true, isTagged: false)
  }

  /// Appends words without their styles: `<i>`, `{\an8}`; `\N` is a line break.
  private mutating func takeWords(_ range: Range<Int>, isBraced: Bool, isTagged: Bool) {
    var isFirst = true
    var at = range.lowerBound
    var run = at
    func piece(_ end: Int, _ body: inout PlacedText, _ isFirst: inout Bool) {
      guard run < end else { return }
      var anchor = lines.anchor(of: run)
      anchor.milliseconds = milliseconds
      anchor.byteOffset = nil
      if isFirst, !body.bytes.isEmpty { body.append([0x0A]) }
      isFirst = false
      body.append(text[run..<end], at: anchor)
    }
    while at < range.upperBound {
      let byte = text[at]
      let closing: UInt8? =
        isTagged && byte == UInt8(ascii: "<")
        ? UInt8(ascii: ">") : isBraced && byte == UInt8(ascii: "{") ? UInt8(ascii: "}") : nil
      if let closing, let end = text[at..<range.upperBound].firstIndex(of: closing) {
        piece(at, &body, &isFirst)
        at = end + 1
        run = at
      } else if !isTagged, byte == UInt8(ascii: "\\"), at + 1 < range.upperBound,
        "Nnh".utf8.contains(text[at + 1])
      {
        piece(at, &body, &isFirst)
        body.append([text[at + 1] == UInt8(ascii: "h") ? 0x20 : 0x0A])
        at += 2
        run = at
      } else {
        at += 1
      }
    }
    piece(range.upperBound, &body, &isFirst)
  }
}

extension Substring {
  /// Without spaces and TABs at its ends.
  fileprivate var trimmed: Substring {
    guard let first = firstIndex(where: { $0 != " " && $0 != "\t" }),
      let last = lastIndex(where: { $0 != " " && $0 != "\t" })
    else { return "" }
    return self[first...last]
  }
}

extension String {
  /// The first occurrence of ASCII text.
  fileprivate func range(of word: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(word) { return start..<index(start, offsetBy: word.count) }
      start = index(after: start)
    }
    return nil
  }
}
