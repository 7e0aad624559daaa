extension PlaceMap {
  private static var version: UInt8 { 1 }
  /// More anchors than these are thinned out: a map must not outgrow its text.
  private static var anchorLimit: Int { 1 << 20 }

  /// The map as bytes; none when it says nothing.
  func encoded() -> [UInt8] {
    if self == PlaceMap() { return [] }
    var bytes: [UInt8] = [Self.version]
    Self.append(entries.count, to: &bytes)
    for entry in entries { Self.append(entry, to: &bytes) }
    Self.append(message ?? 0, to: &bytes)
    Self.append(sheet ?? "", to: &bytes)
    for anchors in [title, body] {
      let step = anchors.count / Self.anchorLimit + 1
      let kept = stride(from: 0, to: anchors.count, by: step)
      Self.append(anchors.isEmpty ? 0 : (anchors.count - 1) / step + 1, to: &bytes)
      var previous = Anchor(offset: 0)
      for index in kept { Self.append(anchors[index], after: &previous, to: &bytes) }
    }
    return bytes
  }

  private static func append(
    _ anchor: Anchor, after previous: inout Anchor, to bytes: inout [UInt8]
  ) {
    append(anchor.offset - previous.offset, to: &bytes)
    var flags: UInt8 = anchor.isVerbatim ? 64 : 0
    if anchor.line != nil { flags |= 1 }
    if anchor.column != nil { flags |= 2 }
    if anchor.byteOffset != nil { flags |= 4 }
    if anchor.page != nil { flags |= 8 }
    if anchor.milliseconds != nil { flags |= 16 }
    if anchor.cell != nil { flags |= 32 }
    bytes.append(flags)
    previous.offset = anchor.offset
    if let line = anchor.line {
      appendSigned(line - (previous.line ?? 0), to: &bytes)
      previous.line = line
    }
    if let column = anchor.column { append(column, to: &bytes) }
    if let byteOffset = anchor.byteOffset {
      appendSigned(byteOffset - (previous.byteOffset ?? 0), to: &bytes)
      previous.byteOffset = byteOffset
    }
    if let page = anchor.page { append(page, to: &bytes) }
    if let milliseconds = anchor.milliseconds {
      appendSigned(milliseconds - (previous.milliseconds ?? 0), to: &bytes)
      previous.milliseconds = milliseconds
    }
    if let cell = anchor.cell { append(cell, to: &bytes) }
  }

  private static func append(_ value: Int, to bytes: inout [UInt8]) {
    var rest = UInt64(max(0, value))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func appendSigned(_ value: Int, to bytes: inout [UInt8]) {
    // Line numbers and offsets are far from the ends of the range.
    append((value << 1) ^ (value >> 63), to: &bytes)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    append(text.utf8.count, to: &bytes)
    bytes.append(contentsOf: text.utf8)
  }

  /// Reads a map; nil when the bytes are none.
  init?(decoding bytes: [UInt8]) {
    self.init()
    if bytes.isEmpty { return }
    guard bytes[0] == Self.version else { return nil }
    var reader = PlaceReader(bytes: bytes, at: 1)
    guard let count = reader.count() else { return nil }
    for _ in 0..<count {
      guard let entry = reader.string() else { return nil }
      entries.append(entry)
    }
    guard let message = reader.integer(), let sheet = reader.string() else { return nil }
    self.message = message == 0 ? nil : message
    self.sheet = sheet.isEmpty ? nil : sheet
    guard let title = reader.anchors(), let body = reader.anchors(), reader.isAtEnd else {
      return nil
    }
    (self.title, self.body) = (title, body)
  }
}

/// Reads the bytes of a map, which may be anything.
private struct PlaceReader {
  let bytes: [UInt8]
  var at: Int

  var isAtEnd: Bool { at == bytes.count }

  mutating func integer() -> Int? {
    var value = 0
    var shift = 0
    while at < bytes.count, shift < 56 {
      let byte = bytes[at]
      at += 1
      value |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  mutating func signed() -> Int? {
    integer().map { ($0 >> 1) ^ -($0 & 1) }
  }

  /// A number of things of a byte or more each.
  mutating func count() -> Int? {
    guard let count = integer(), count <= bytes.count - at else { return nil }
    return count
  }

  mutating func string() -> String? {
    guard let length = count() else { return nil }
    defer { at += length }
    return String(validating: bytes[at..<at + length], as: UTF8.self)
  }

  mutating func anchors() -> [PlaceMap.Anchor]? {
    guard let count = count() else { return nil }
    var anchors: [PlaceMap.Anchor] = []
    var previous = PlaceMap.Anchor(offset: 0)
    for _ in 0..<count {
      guard let step = integer(), at < bytes.count else { return nil }
      let flags = bytes[at]
      at += 1
      let (offset, overflows) = previous.offset.addingReportingOverflow(step)
      guard !overflows else { return nil }
      var anchor = PlaceMap.Anchor(offset: offset, isVerbatim: flags & 64 != 0)
      guard read(flags & 1, &anchor.line, previous.line), plain(flags & 2, &anchor.column),
        read(flags & 4, &anchor.byteOffset, previous.byteOffset), plain(flags & 8, &anchor.page),
        read(flags & 16, &anchor.milliseconds, previous.milliseconds)
      else { return nil }
      if flags & 32 != 0 {
        guard let cell = string() else { return nil }
        anchor.cell = cell
      }
      previous.offset = offset
      previous.line = anchor.line ?? previous.line
      previous.byteOffset = anchor.byteOffset ?? previous.byteOffset
      previous.milliseconds = anchor.milliseconds ?? previous.milliseconds
      anchors.append(anchor)
    }
    return anchors
  }

  private mutating func read(_ flag: UInt8, _ value: inout Int?, _ previous: Int?) -> Bool {
    guard flag != 0 else { return true }
    guard let difference = signed() else { return false }
    let (sum, overflows) = (previous ?? 0).addingReportingOverflow(difference)
    value = sum
    return !overflows
  }

  private mutating func plain(_ flag: UInt8, _ value: inout Int?) -> Bool {
    guard flag != 0 else { return true }
    value = integer()
    return value != nil
  }
}
