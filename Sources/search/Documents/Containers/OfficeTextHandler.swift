/// Collects the text of a part of an office document: of a text, a slide, or a file of OpenDocument.
final class OfficeTextHandler: XMLHandler {
  /// The text so far, with pages.
  private(set) var body = PlacedText()
  /// The page that the next text stands on; nil where nothing is known of pages.
  private var page: Int?
  private var dropped = 0
  private var collects: Int
  /// In OpenDocument all text of a paragraph counts, in Office Open XML only that of `t`.
  private let isOpenDocument: Bool

  private static let silent: Set<String> = [
    // Readings of ruby, what alternates with a richer form, deleted text, and instructions.
    "rt", "Fallback", "delText", "instrText", "ruby-text", "tracked-changes", "annotation-end",
    "binary-data", "creator", "date",
  ]

  /// Creates a collector for a part that begins on a page.
  init(isOpenDocument: Bool, page: Int? = nil) {
    self.isOpenDocument = isOpenDocument
    self.page = page
    collects = 0
  }

  /// Goes to a page.
  func turn(to page: Int) {
    self.page = page
  }

  func start(_ name: String, _ attributes: [String: String]) {
    if dropped > 0 || Self.silent.contains(name) {
      dropped += 1
      return
    }
    switch name {
    case "t" where !isOpenDocument: collects += 1
    case "p" where isOpenDocument, "h" where isOpenDocument: collects += 1
    case "tab": add([0x09])
    case "br", "cr", "line-break":
      if attributes["type"] == "page" { page = page.map { $0 + 1 } }
      add([0x0A])
    case "s" where isOpenDocument:
      let count = attributes["c"].flatMap { Int($0) } ?? 1
      add([UInt8](repeating: 0x20, count: min(max(1, count), 1_000)))
    case "noBreakHyphen": add([UInt8(ascii: "-")])
    case "lastRenderedPageBreak", "soft-page-break": page = page.map { $0 + 1 }
    case "page" where isOpenDocument: page = (page ?? 0) + 1
    default: break
    }
  }

  func end(_ name: String) {
    if dropped > 0 {
      dropped -= 1
      return
    }
    switch name {
    case "t" where !isOpenDocument: collects = max(0, collects - 1)
    case "p", "h":
      if isOpenDocument { collects = max(0, collects - 1) }
      endLine()
    default: break
    }
  }

  func text(_ bytes: [UInt8]) {
    guard dropped == 0, collects > 0 else { return }
    add(isOpenDocument ? bytes.map { $0 == 0x0A ? 0x20 : $0 } : bytes)
  }

  private func add(_ bytes: [UInt8]) {
    body.append(bytes[...], at: PlaceMap.Anchor(offset: 0, page: page))
  }

  private func endLine() {
    if let last = body.bytes.last, last != 0x0A { body.append([0x0A]) }
  }
}
