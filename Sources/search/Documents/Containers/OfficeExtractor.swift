/// Makes documents of the files of office programs, which are archives of XML: texts, presentations and
/// workbooks of Office Open XML and OpenDocument, and books of EPUB.
///
/// A text or presentation is one document; a workbook one for each sheet; a book one for each part.
struct OfficeExtractor {
  private let parts: [String: [UInt8]]
  private let limits: ReadingLimits

  /// Reads the parts of a file that hold text.
  init(_ bytes: [UInt8], limits: ReadingLimits) throws(SkipReason) {
    self.limits = limits
    var parts: [String: [UInt8]] = [:]
    let archive = try ArchiveReader(bytes)
    var budget = limits.outputByteCount(forInput: bytes.count)
    while let entry = try archive.next() {
      guard parts.count < limits.entryCount else { break }
      guard entry.isFile, let name = entry.name.map({ String(decoding: $0, as: UTF8.self) }),
        Self.holdsText(name)
      else { continue }
      guard let part = try archive.read(limit: min(budget, limits.fileByteCount)) else {
        throw .expansion
      }
      budget -= part.count
      parts[name] = part
    }
    self.parts = parts
  }

  private static func holdsText(_ name: String) -> Bool {
    let suffixes = [".xml", ".rels", ".xhtml", ".html", ".htm", ".opf"]
    return name == "mimetype" || suffixes.contains { name.lowercased().hasSuffix($0) }
  }

  /// Delivers the documents; what belongs to one part only has its name as id.
  func extract(each: (ExtractedDocument) throws -> Void) throws {
    if parts["word/document.xml"] != nil {
      try each(try wordDocument())
    } else if parts["ppt/presentation.xml"] != nil {
      try each(try presentation())
    } else if parts["xl/workbook.xml"] != nil {
      try workbook(each)
    } else if parts["META-INF/container.xml"] != nil, parts["content.xml"] == nil {
      try book(each)
    } else if let content = parts["content.xml"] {
      try openDocument(content, each)
    } else {
      throw SkipReason.damaged("no part of it is a text, a table, a presentation or a book")
    }
  }

  private func wordDocument() throws(SkipReason) -> ExtractedDocument {
    let handler = OfficeTextHandler(isOpenDocument: false, page: 1)
    let names = ["document", "footnotes", "endnotes", "comments"].map { "word/\($0).xml" }
    for name in names where parts[name] != nil {
      try read(name, into: handler)
    }
    return document(handler.body, title: coreTitle("docProps/core.xml"))
  }

  private func presentation() throws(SkipReason) -> ExtractedDocument {
    let handler = OfficeTextHandler(isOpenDocument: false, page: 1)
    let targets = relations(of: "ppt/presentation.xml")
    let order = XMLAttributes.of("sldId", in: parts["ppt/presentation.xml"])
    // Two attributes are called id; the one with a prefix comes later and counts.
    for (number, slide) in order.enumerated() {
      guard let target = slide["id"].flatMap({ targets[$0] }), parts[target] != nil else {
        continue
      }
      handler.turn(to: number + 1)
      try read(target, into: handler)
      if let notes = relations(of: target).values.first(where: { $0.contains("notesSlide") }) {
        try read(notes, into: handler)
      }
    }
    return document(handler.body, title: coreTitle("docProps/core.xml"))
  }

  private func workbook(_ each: (ExtractedDocument) throws -> Void) throws {
    let shared = SharedStringsHandler()
    try read("xl/sharedStrings.xml", into: shared)
    let targets = relations(of: "xl/workbook.xml")
    let title = coreTitle("docProps/core.xml")
    for sheet in XMLAttributes.of("sheet", in: parts["xl/workbook.xml"]) {
      guard let name = sheet["name"], let target = sheet["id"].flatMap({ targets[$0] }),
        parts[target] != nil
      else { continue }
      let handler = SheetHandler(shared: shared.strings)
      try read(target, into: handler)
      try each(self.sheet(name, handler.body, title))
    }
  }

  private func openDocument(
    _ content: [UInt8], _ each: (ExtractedDocument) throws -> Void
  ) throws {
    let title = coreTitle("meta.xml")
    let kind = parts["mimetype"].map { String(decoding: $0.prefix(100), as: UTF8.self) } ?? ""
    if kind.contains("spreadsheet") {
      let handler = OpenSheetHandler()
      try read("content.xml", into: handler)
      for found in handler.sheets { try each(sheet(found.name, found.body, title)) }
    } else {
      // Pages of a text are known only where the program has noted them.
      let isSlides = kind.contains("presentation")
      let handler = OfficeTextHandler(isOpenDocument: true, page: isSlides ? 0 : 1)
      try read("content.xml", into: handler)
      try each(document(handler.body, title: title))
    }
  }

  private func book(_ each: (ExtractedDocument) throws -> Void) throws {
    let roots = XMLAttributes.of("rootfile", in: parts["META-INF/container.xml"])
    guard let path = roots.first?["full-path"], let package = parts[path] else {
      throw SkipReason.damaged("the book does not say what its parts are")
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var targets: [String: String] = [:]
    for item in XMLAttributes.of("item", in: package) {
      if let id = item["id"], let href = item["href"] { targets[id] = href }
    }
    let title = coreTitle(path)
    for reference in XMLAttributes.of("itemref", in: package) {
      guard let href = reference["idref"].flatMap({ targets[$0] }),
        let part = parts[Self.normalized(folder + Self.unescaped(href))],
        let text = DecodedText(part)
      else { continue }
      let html = try HTMLExtractor.extract(text.bytes)
      let names = [title, html.title].filter { !$0.isEmpty }
      var document = ExtractedDocument(
        recordID: href, title: names.first == names.last ? title : names.joined(separator: " · "),
        body: html.body.string)
      document.places.body = html.body.anchors
      document.places.entries = [href]
      if !document.body.isEmpty { try each(document) }
    }
  }

  private func sheet(_ name: String, _ body: PlacedText, _ title: String) -> ExtractedDocument {
    var document = ExtractedDocument(
      recordID: name, title: title.isEmpty ? name : "\(title) · \(name)", body: body.string)
    document.places.sheet = name
    document.places.body = body.anchors
    return document
  }

  private func document(_ body: PlacedText, title: String) -> ExtractedDocument {
    guard title.isEmpty else {
      var document = ExtractedDocument(title: title, body: body.string)
      document.places.body = body.anchors
      return document
    }
    var document = PlainTextExtractor.extract(body.bytes[...])
    let cut = body.bytes.count - document.body.utf8.count
    document.places.title = body.anchors.prefix(1).map { $0.moved(by: -$0.offset) }
    document.places.body = PlaceMap.anchors(body.anchors, from: cut)
    return document
  }

  private func read(_ name: String, into handler: any XMLHandler) throws(SkipReason) {
    guard let part = parts[name] else { return }
    // What precedes an error has been read.
    _ = try XMLEvents.read(part, into: handler)
  }

  /// The title among the document's properties.
  private func coreTitle(_ part: String) -> String {
    let handler = TitleHandler()
    try? read(part, into: handler)
    return PlainTextExtractor.singleLine(
      String(decoding: handler.title.prefix(1_024), as: UTF8.self))
  }

  /// What a part refers to: for each id the name of a part.
  private func relations(of part: String) -> [String: String] {
    let slash = part.lastIndex(of: "/")
    let folder = slash.map { String(part[...$0]) } ?? ""
    let name = slash.map { String(part[part.index(after: $0)...]) } ?? part
    var targets: [String: String] = [:]
    for relation in XMLAttributes.of("Relationship", in: parts["\(folder)_rels/\(name).rels"]) {
      guard let id = relation["Id"], let target = relation["Target"] else { continue }
      targets[id] = Self.normalized(
        target.hasPrefix("/") ? String(target.dropFirst()) : folder + target)
    }
    return targets
  }

  /// A name without `.` and `..`.
  private static func normalized(_ name: String) -> String {
    var parts: [Substring] = []
    for part in name.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }

  private static func unescaped(_ href: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(href.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Collects the text of the first `title`.
private final class TitleHandler: XMLHandler {
  private(set) var title: [UInt8] = []
  private var collects = false

  func start(_ name: String, _ attributes: [String: String]) {
    if name == "title", title.isEmpty { collects = true }
  }

  func end(_ name: String) {
    if name == "title" { collects = false }
  }

  func text(_ bytes: [UInt8]) {
    if collects { title += bytes }
  }
}
