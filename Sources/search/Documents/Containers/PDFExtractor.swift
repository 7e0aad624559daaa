/// Makes a document of a PDF, by pdftotext (of poppler-utils), a process of its own.
///
/// Lines are joined where a Chinese or Japanese text, or a hyphenated word, goes on in the next one.
enum PDFExtractor {
  /// Extracts the text.
  static func extract(_ bytes: [UInt8], limits: ReadingLimits) throws(SkipReason)
    -> ExtractedDocument
  {
    let command = ["pdftotext", "-q", "-enc", "UTF-8", "/dev/stdin", "-"]
    let limit = min(limits.fileByteCount, limits.outputByteCount(forInput: bytes.count))
    let outcome = Subprocess.run(
      command, input: bytes, outputLimit: limit, seconds: limits.workerSeconds - 1)
    switch outcome {
    case .printed(let text): return document(text)
    case .failed(status: 3): throw .encrypted
    case .failed(status: let status):
      throw status == 127
        ? .noReader("pdftotext is not installed; install the package poppler-utils")
        : .damaged("pdftotext could not read it (status \(status))")
    case .tooMuch: throw .expansion
    case .tooLate: throw .readerFailed("pdftotext took longer than \(limits.workerSeconds - 1) s")
    case .notStarted:
      throw .noReader("pdftotext could not be started; install the package poppler-utils")
    }
  }

  /// Makes a document of pages, each ending with a form feed.
  static func document(_ text: [UInt8]) -> ExtractedDocument {
    var body = PlacedText()
    let whole = Array(String(decoding: text, as: UTF8.self).utf8)
    var page = 1
    var start = 0
    while start < whole.count {
      let end = whole[start...].firstIndex(of: 0x0C) ?? whole.count
      let joined = joinedLines(whole[start..<end])
      body.append(joined[...], at: PlaceMap.Anchor(offset: 0, page: page))
      if let last = body.bytes.last, last != 0x0A { body.append([0x0A]) }
      page += 1
      start = end + 1
    }
    var document = PlainTextExtractor.extract(body.bytes[...])
    let cut = body.bytes.count - document.body.utf8.count
    document.places.title = body.anchors.prefix(1).map { $0.moved(by: -$0.offset) }
    document.places.body = PlaceMap.anchors(body.anchors, from: cut)
    return document
  }

  /// A page whose words are not cut by the ends of lines.
  static func joinedLines(_ page: ArraySlice<UInt8>) -> [UInt8] {
    let scalars = Array(String(decoding: page, as: UTF8.self).unicodeScalars)
    var result = String.UnicodeScalarView()
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      at += 1
      guard scalar == "\n", at < scalars.count, let last = result.last else {
        result.append(scalar)
        continue
      }
      let next = scalars[at]
      if isWide(last), isWide(next) { continue }
      let before = result.dropLast().last
      if last == "-" || last == "\u{AD}", let before, before.properties.isLowercase,
        next.properties.isLowercase
      {
        result.removeLast()
        continue
      }
      result.append(scalar)
    }
    return Array(String(result).utf8)
  }

  /// Characters between which no space belongs: Han, kana, and their punctuation.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3001...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF01...0xFF60, 0x20000...0x3FFFF: true
    default: false
    }
  }
}
