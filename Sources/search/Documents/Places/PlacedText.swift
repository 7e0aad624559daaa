/// Text that grows piece by piece, each with its place in the source; an anchor is noted only where
/// the place is not the one that counting would give.
struct PlacedText {
  /// The text so far.
  private(set) var bytes: [UInt8] = []
  /// The anchors so far.
  private(set) var anchors: [PlaceMap.Anchor] = []
  /// Where the next byte would stand if the text went on as the source does.
  private var expected = PlaceMap.Anchor(offset: 0)

  /// Creates an empty text.
  init() {}

  /// The text as a string.
  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends bytes that stand at a place; `place.offset` is of no importance.
  mutating func append(_ piece: ArraySlice<UInt8>, at place: PlaceMap.Anchor) {
    guard !piece.isEmpty else { return }
    var place = place
    place.offset = bytes.count
    var same = expected
    same.offset = place.offset
    if anchors.isEmpty || same != place {
      anchors.append(place)
      expected = place
    }
    appendOn(piece)
  }

  /// Appends bytes that stand where the ones before end, or in no place of their own.
  mutating func append(_ piece: ArraySlice<UInt8>) {
    appendOn(piece)
  }

  /// Removes white space at the end.
  mutating func trimEnd() {
    while let last = bytes.last, last == 0x0A || last == 0x20 || last == 0x09 { bytes.removeLast() }
    anchors.removeAll { $0.offset > bytes.count }
  }

  private mutating func appendOn(_ piece: ArraySlice<UInt8>) {
    bytes.append(contentsOf: piece)
    guard expected.isVerbatim else { return }
    expected.byteOffset = expected.byteOffset.map { $0 + piece.count }
    for byte in piece {
      if byte == 0x0A {
        expected.line = expected.line.map { $0 + 1 }
        expected.column = 1
      } else if byte & 0xC0 != 0x80 {
        expected.column = expected.column.map { $0 + 1 }
      }
    }
  }
}

/// The lines of a source, to tell line and column of an offset; quick where offsets ascend.
final class SourceLines {
  private let source: [UInt8]
  private var offset = 0
  private var line: Int
  private var column = 1
  private let firstLine: Int
  private let byteStart: Int?

  /// Tells places in a text whose lines end with LF.
  ///
  /// - Parameters:
  ///   - firstLine: the line of the file that the text begins with.
  ///   - byteStart: where in the file the text begins, if it stands there as it is.
  init(_ source: [UInt8], firstLine: Int = 1, byteStart: Int? = nil) {
    self.source = source
    self.firstLine = firstLine
    self.byteStart = byteStart
    line = firstLine
  }

  /// The place of an offset, from which places are counted if it is verbatim.
  func anchor(of wanted: Int, isVerbatim: Bool = true) -> PlaceMap.Anchor {
    let wanted = min(max(0, wanted), source.count)
    if wanted < offset { (offset, line, column) = (0, firstLine, 1) }
    for byte in source[offset..<wanted] {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    offset = wanted
    return PlaceMap.Anchor(
      offset: 0, line: line, column: column, byteOffset: byteStart.map { $0 + wanted },
      isVerbatim: isVerbatim)
  }
}
