/// Files that hold others, written byte by byte: no program is needed to make them.
package enum SampleContainers {
  /// A zip (APPNOTE.TXT) whose files are stored as they are.
  package static func zip(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in files {
      let offset = bytes.count
      // Version 2.0, names in UTF-8, stored, no time.
      var common: [UInt8] = little(20, 2) + little(0x800, 2) + little(0, 2) + little(0, 4)
      common += little(Int(crc(content)), 4) + little(content.count, 4) + little(content.count, 4)
      common += little(name.utf8.count, 2) + little(0, 2)
      bytes += little(0x0403_4B50, 4) + common + Array(name.utf8) + content
      directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2)
      directory += little(0, 2) + little(0, 4) + little(offset, 4) + Array(name.utf8)
    }
    let start = bytes.count
    bytes += directory + little(0x0605_4B50, 4) + little(0, 4)
    bytes += little(files.count, 2) + little(files.count, 2)
    return bytes + little(directory.count, 4) + little(start, 4) + little(0, 2)
  }

  /// A zip of texts.
  package static func zip(texts: [(name: String, text: String)]) -> [UInt8] {
    zip(texts.map { ($0.name, Array($0.text.utf8)) })
  }

  /// A tar (POSIX ustar) of files.
  package static func tar(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (name, content) in files {
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, at offset: Int) {
        for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
      }
      func octal(_ value: Int, _ digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: digits - text.count) + text
      }
      put(name, at: 0)
      put("0000644", at: 100)
      put("0000000", at: 108)
      put("0000000", at: 116)
      put(octal(content.count, 11), at: 124)
      put(octal(0, 11), at: 136)
      put("        ", at: 148)
      put("0", at: 156)
      put("ustar", at: 257)
      put("00", at: 263)
      put(octal(header.reduce(0) { $0 + Int($1) }, 6), at: 148)
      header[154] = 0
      bytes += header + content
      bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }
    return bytes + [UInt8](repeating: 0, count: 1_024)
  }

  /// A gzip (RFC 1952) whose blocks are stored (RFC 1951).
  package static func gzip(_ content: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var at = 0
    repeat {
      let part = content[at...].prefix(65_535)
      at += part.count
      bytes.append(at == content.count ? 1 : 0)
      bytes += little(part.count, 2) + little(part.count ^ 0xFFFF, 2) + part
    } while at < content.count
    return bytes + little(Int(crc(content)), 4) + little(content.count, 4)
  }

  /// A gzip of so many letters `a`, more than 150 of them a byte: a literal and then copies of 258.
  package static func gzipBomb(byteCount: Int) -> [UInt8] {
    var bits = BitString()
    bits.append(0b1, 1)
    bits.append(0b01, 2)
    // The literal `a` in the fixed code, from its highest bit.
    bits.appendReversed(0x30 + 0x61, 8)
    let copies = byteCount / 258
    for _ in 0..<copies {
      bits.appendReversed(0b1100_0101, 8)
      bits.appendReversed(0, 5)
    }
    bits.appendReversed(0, 7)
    // The checksum is wrong; who reads so far has read too far.
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + bits.bytes + little(0, 4) + little(0, 4)
  }

  /// A PDF with a line of Helvetica a page.
  package static func pdf(_ pages: [String]) -> [UInt8] {
    let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
    var objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Count \(pages.count) /Kids [\(kids)] >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for (index, page) in pages.enumerated() {
      let stream = "BT /F1 12 Tf 50 700 Td (\(page)) Tj ET"
      objects.append(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources "
          + "<< /Font << /F1 3 0 R >> >> /Contents \(5 + 2 * index) 0 R >>")
      objects.append("<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream")
    }
    var text = "%PDF-1.4\n"
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      let offset = String(text.utf8.count)
      table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += table + "trailer << /Size \(objects.count + 1) /Root 1 0 R >>\n"
    return Array((text + "startxref\n\(start)\n%%EOF\n").utf8)
  }

  /// A text of Office Open XML; a paragraph of `\u{C}` begins a page.
  package static func docx(_ paragraphs: [String], declaration: String = "") -> [UInt8] {
    let body = paragraphs.map { paragraph in
      paragraph == "\u{C}"
        ? "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"
        : "<w:p><w:r><w:t>\(paragraph)</w:t></w:r></w:p>"
    }
    return zip(texts: [
      ("[Content_Types].xml", "<Types/>"),
      (
        "word/document.xml",
        "<?xml version=\"1.0\"?>\(declaration)<w:document xmlns:w=\"w\"><w:body>\(body.joined())"
          + "</w:body></w:document>"
      ),
    ])
  }

  /// A workbook of one sheet: cells by name, in order, a row each.
  package static func xlsx(sheet: String, cells: [(name: String, text: String)]) -> [UInt8] {
    let strings = cells.map { "<si><t>\($0.text)</t></si>" }.joined()
    let rows = cells.enumerated().map { index, cell in
      "<row><c r=\"\(cell.name)\" t=\"s\"><v>\(index)</v></c></row>"
    }
    return zip(texts: [
      (
        "xl/workbook.xml",
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"\(sheet)\" r:id=\"rId1\"/></sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
      ),
      ("xl/sharedStrings.xml", "<sst>\(strings)</sst>"),
      (
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData>\(rows.joined())</sheetData></worksheet>"
      ),
    ])
  }

  /// A presentation; the file of the last slide is numbered first, as after moving slides.
  package static func pptx(_ slides: [String]) -> [UInt8] {
    var parts: [(name: String, text: String)] = []
    var order = ""
    var relations = ""
    for (index, slide) in slides.enumerated() {
      let number = slides.count - index
      order += "<p:sldId id=\"\(256 + index)\" r:id=\"rId\(number)\"/>"
      relations += "<Relationship Id=\"rId\(number)\" Target=\"slides/slide\(number).xml\"/>"
      parts.append(
        (
          "ppt/slides/slide\(number).xml",
          "<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><a:p><a:t>\(slide)</a:t></a:p></p:sld>"
        ))
    }
    parts.append(
      (
        "ppt/presentation.xml",
        "<p:presentation xmlns:p=\"p\" xmlns:r=\"r\"><p:sldIdLst>\(order)</p:sldIdLst></p:presentation>"
      ))
    parts.append(
      ("ppt/_rels/presentation.xml.rels", "<Relationships>\(relations)</Relationships>"))
    return zip(texts: parts)
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-32 as of zip and gzip.
  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 != 0 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}

/// Bits, the lowest of a byte first.
private struct BitString {
  private(set) var bytes: [UInt8] = []
  private var count = 0

  mutating func append(_ value: Int, _ width: Int) {
    for bit in 0..<width {
      if count % 8 == 0 { bytes.append(0) }
      if value >> bit & 1 != 0 { bytes[bytes.count - 1] |= 1 << UInt8(count % 8) }
      count += 1
    }
  }

  /// Appends from the highest bit on, as codes of Huffman are.
  mutating func appendReversed(_ value: Int, _ width: Int) {
    for bit in (0..<width).reversed() { append(value >> bit & 1, 1) }
  }
}
