/// Where the text of a document stands in its file: anchors in title and body, between which places
/// are counted.
///
/// A plain text needs one anchor, a film one for each subtitle. Where the text stands in the file as it
/// is, lines and columns are counted from the anchor on; elsewhere the anchor's place holds until the
/// next one.
///
/// ```
/// map      1 u8 · entries varint · entry string* · message varint (0: none) · sheet string ·
///          anchors of the title · anchors of the body
/// anchors  number varint · anchor*
/// anchor   offset varint, minus the one before · flags u8 · for each flag set, in this order:
///          1 line, signed, minus the one before · 2 column varint · 4 byte offset, signed, minus the
///          one before · 8 page varint · 16 milliseconds, signed, minus the one before · 32 cell string
/// flags    also 64: lines and columns are counted from here
/// string   length varint · bytes of UTF-8; signed integers in zigzag
/// ```
struct PlaceMap: Equatable, Sendable {
  /// A place that is known.
  struct Anchor: Equatable, Sendable {
    /// Where in the text, in bytes.
    var offset: Int
    /// The line of the file, from 1.
    var line: Int?
    /// The column in the line, in code points from 1.
    var column: Int?
    /// Where in the file, in bytes.
    var byteOffset: Int?
    /// The page or slide, from 1.
    var page: Int?
    /// The time, in milliseconds.
    var milliseconds: Int?
    /// The cell of a sheet.
    var cell: String?
    /// Whether what follows stands in the file as it is.
    var isVerbatim = false
  }

  /// The names that lead into archives and attachments, outermost first.
  var entries: [String] = []
  /// The message of a mailbox, from 1.
  var message: Int?
  /// The sheet of a workbook.
  var sheet: String?
  /// Anchors of the title, ascending.
  var title: [Anchor] = []
  /// Anchors of the body, ascending.
  var body: [Anchor] = []

  /// The place of a byte of the title or the body.
  ///
  /// - Complexity: O(log n) for n anchors, and what lies between the last of them and the byte.
  func place(ofByte offset: Int, in text: String, isTitle: Bool) -> SourcePlace {
    var place = SourcePlace(entries: entries, message: message, sheet: sheet)
    let anchors = isTitle ? title : body
    var low = 0
    var high = anchors.count
    while low < high {
      let middle = (low + high) / 2
      if anchors[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return place }
    let anchor = anchors[low - 1]
    place.line = anchor.line
    place.column = anchor.column
    place.byteOffset = anchor.byteOffset
    place.page = anchor.page
    place.milliseconds = anchor.milliseconds
    place.cell = anchor.cell
    guard anchor.isVerbatim else {
      // The anchor's column is that of its own first character.
      if offset > anchor.offset { (place.column, place.byteOffset) = (nil, nil) }
      return place
    }
    place.byteOffset = anchor.byteOffset.map { $0 + offset - anchor.offset }
    let bytes = text.utf8.dropFirst(anchor.offset).prefix(offset - anchor.offset)
    for byte in bytes {
      if byte == 0x0A {
        place.line = place.line.map { $0 + 1 }
        place.column = 1
      } else if byte & 0xC0 != 0x80 {
        place.column = place.column.map { $0 + 1 }
      }
    }
    return place
  }
}

/// A document's text with the places of its bytes, as kept in an index.
struct PlacedDocument: Sendable {
  /// The title.
  let title: String
  /// The body.
  let body: String
  private let map: PlaceMap

  /// Takes the map from the note of a document; nil if it has none that can be read.
  init?(title: String, body: String, note: [UInt8]) {
    guard let map = PlaceMap(decoding: note) else { return nil }
    (self.title, self.body, self.map) = (title, body, map)
  }

  /// The place of a byte of the title or the body.
  func place(ofByte offset: Int, inTitle: Bool) -> SourcePlace {
    let text = inTitle ? title : body
    return map.place(
      ofByte: min(max(0, offset), text.utf8.count), in: text, isTitle: inTitle)
  }
}

extension PlaceMap.Anchor {
  /// The anchor of the same place for another offset.
  func moved(by distance: Int) -> PlaceMap.Anchor {
    var anchor = self
    anchor.offset += distance
    return anchor
  }
}

extension PlaceMap {
  /// The anchors of what is left when a text loses its beginning.
  static func anchors(_ anchors: [Anchor], from cut: Int) -> [Anchor] {
    // The last one before the cut holds behind it only where the cut is at a line's end; its text
    // begins with a new block, which has an anchor of its own unless it counts on.
    var kept = anchors.filter { $0.offset >= cut }.map { $0.moved(by: -cut) }
    if kept.first?.offset != 0, let last = anchors.last(where: { $0.offset < cut }) {
      var anchor = last.moved(by: -last.offset)
      if anchor.isVerbatim {
        anchor.line = anchor.line.map { $0 + 1 }
        anchor.column = 1
        anchor.byteOffset = nil
      }
      kept.insert(anchor, at: 0)
    }
    return kept
  }
}
