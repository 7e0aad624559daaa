import TestSupport
import Testing

@testable import Index

struct FieldLengthsTests {
  @Test func `every byte is its own length's byte, and lengths rise`() {
    for byte in UInt8.min...UInt8.max {
      #expect(FieldLengths.encode(FieldLengths.decode(byte)) == byte)
      if byte > 0 { #expect(FieldLengths.decode(byte) > FieldLengths.decode(byte - 1)) }
    }
  }

  @Test(arguments: [0, 1, 39, 40, 41, 42, 43, 100, 999, 1000, 65_535, 1_000_000])
  func `a length becomes the greatest that one byte can say`(length: Int) {
    let decoded = FieldLengths.decode(FieldLengths.encode(UInt32(length)))
    #expect(Int(decoded) == NaiveIndex.quantized(length))
  }

  @Test func `the documentation's examples hold`() {
    let examples: [(UInt32, UInt8)] = [
      (39, 39), (40, 40), (41, 40), (42, 41), (100, 57), (1000, 87), (UInt32(Int32.max), 255),
    ]
    for (length, byte) in examples { #expect(FieldLengths.encode(length) == byte) }
  }
}

struct DocumentStoreTests {
  @Test func `a record holds every part of a document`() {
    let document = Document(
      key: "k", title: "题", body: "正文\n…",
      fields: [Document.Field("a", "1"), Document.Field("a", "", isSearchedByDefault: false)])
    var writer = ByteWriter()
    DocumentRecord.encode(document, into: &writer)
    #expect(DocumentRecord.decode(writer.bytes, key: "k") == document)
    for count in 0..<writer.count {
      #expect(DocumentRecord.decode(Array(writer.bytes[..<count]), key: "k") == nil)
    }
  }
}
