/// A segment: an immutable index of some documents, in one file named `seg-<id>.idx` (the id in 16
/// hexadecimal digits). Its sections, in the order of the file:
///
/// ```
/// store         the documents' text                    see DocumentStore; absent with --store none
/// postings      blocks and positions, term by term     see PostingsFormat
/// terms         the dictionary                         see TermDictionary
/// term index    where its blocks begin
/// symbols       what keys of terms are packed with      see SymbolTable; absent if they are not
/// lengths       one byte a document for each field, field by field in the order of 'info'
/// length rests  what that byte leaves out              see FieldLengths
/// keys          the documents' keys                    see DocumentKeys
/// key index
/// borders       where words begin                      see WordBorders; absent if nowhere needed
/// border index
/// store index   where the blocks of 'store' begin      absent with --store none
/// values        typed values of documents              see ColumnShape; absent where there are none
/// value index
/// info          number of documents varint · number of terms varint · number of fields varint ·
///               field* · by which rules pairs of words are kept u8 (CommonWords; absent before
///               version 8: 1)
/// field         number varint (steps: minus the previous field's, minus -1 at first) ·
///               documents that have it varint · their lengths' sum varint
/// neighbours    which words stand beside which          see NeighbourSet; absent in small segments, and in
///                                                      files of before there was such a section
/// ```
enum SegmentFormat {
  static func fileName(_ id: UInt64) -> String { "seg-\(hexName(id)).idx" }

  static func deletesFileName(_ id: UInt64, generation: UInt64) -> String {
    "seg-\(hexName(id))-\(hexName(generation)).del"
  }
}

/// What a segment says of itself; see ``SegmentFormat``.
struct SegmentInfo: Equatable {
  /// What is known of a field.
  struct Field: Equatable {
    var field: FieldID
    /// How many documents have it.
    var documentCount: UInt32
    /// Their exact lengths, added up.
    var totalLength: UInt64
  }

  var documentCount: Int
  var termCount: Int
  /// Ascending by number; only fields that occur.
  var fields: [Field]
  /// By which rules pairs of common words are kept.
  var pairRules: CommonWords.Rules

  /// The average length of a field's documents, by which its impacts are written.
  func averageLength(of field: FieldID) -> Float {
    guard let known = fields.first(where: { $0.field == field }) else { return 1 }
    return FieldStatistics(
      documentCount: UInt64(known.documentCount), totalLength: known.totalLength
    ).averageLength
  }

  /// Where the lengths of each field begin in the section `lengths`.
  var lengthsOffsets: [FieldID: Int] {
    var offsets: [FieldID: Int] = [:]
    for (index, field) in fields.enumerated() { offsets[field.field] = index * documentCount }
    return offsets
  }

  func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(varint: documentCount)
    writer.append(varint: termCount)
    writer.append(varint: fields.count)
    var previous = -1
    for field in fields {
      writer.append(varint: Int(field.field.rawValue) - previous)
      writer.append(varint: field.documentCount)
      writer.append(varint: field.totalLength)
      previous = Int(field.field.rawValue)
    }
    writer.append(pairRules.rawValue)
    return writer.bytes
  }

  init(documentCount: Int, termCount: Int, fields: [Field], pairRules: CommonWords.Rules) {
    self.documentCount = documentCount
    self.termCount = termCount
    self.fields = fields
    self.pairRules = pairRules
  }

  /// - Parameter version: of the format, in which it was written.
  init(reading reader: inout ByteReader, version: UInt32) throws(IndexError) {
    documentCount = try reader.varint(atMost: DocID.maximumCount, "number of documents")
    termCount = try reader.varint(atMost: Int(UInt32.max), "number of terms")
    let fieldCount = try reader.varint(atMost: Schema.maximumFieldCount, "number of fields")
    fields = []
    var number = -1
    for _ in 0..<fieldCount {
      let step = try reader.varint(atMost: Schema.maximumFieldCount, "number of a field")
      number += step
      let documents = try reader.varint(atMost: documentCount, "documents that have a field")
      let total = try reader.varint()
      guard step > 0, number < Schema.maximumFieldCount else {
        throw reader.corrupt("field number \(number)")
      }
      fields.append(
        Field(
          field: FieldID(rawValue: UInt16(number)), documentCount: UInt32(documents),
          totalLength: total))
    }
    pairRules = .list
    if version >= SealedFileFormat.firstVersionWithPairRules {
      pairRules = CommonWords.Rules(rawValue: try reader.byte())
      let allowed: CommonWords.Rules =
        version < SealedFileFormat.firstVersionWithMoreHanPairs ? [.list, .formerLevels] : .all
      guard !pairRules.isEmpty, allowed.isSuperset(of: pairRules) else {
        throw reader.corrupt("rules \(pairRules.rawValue) for pairs of words")
      }
    }
  }
}
