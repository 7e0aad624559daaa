/// Which files are the index at one commit: `manifest-<generation>`, section `manifest`.
///
/// ```
/// generation varint · previous generation varint
/// analyzer: name string · behaviour u64 · ICU version string
/// stores text u8 (1 or 0)
/// number of fields varint · their names, strings, in the order of their numbers
/// number of segments varint · segment*
/// segment     id u64 · length varint · table CRC u32 · documents varint ·
///             deleted varint · if that is not 0: generation of the deletes varint · length varint ·
///             table CRC u32
/// has a file table u8 · if 1: its generation varint · length varint · table CRC u32
/// ```
struct Manifest: Equatable, Sendable {
  /// A segment and its deletes.
  struct Segment: Equatable, Sendable {
    var id: UInt64
    var seal: SealedFileSeal
    var documentCount: Int
    var deletedCount = 0
    /// The commit that wrote the deletes, which is part of their file's name.
    var deletesGeneration: UInt64 = 0
    var deletesSeal = SealedFileSeal()
  }

  /// Which file table belongs to the commit.
  struct Table: Equatable, Sendable {
    var generation: UInt64
    var seal: SealedFileSeal
  }

  var generation: UInt64 = 0
  var previousGeneration: UInt64 = 0
  var analyzerName = ""
  var analyzerBehavior: UInt64 = 0
  var icuVersion = ""
  var storesText = true
  var schema = Schema()
  var segments: [Segment] = []
  var fileTable: Table?

  /// More segments than any merge policy leaves.
  static let maximumSegmentCount = 65_536

  static func fileName(_ generation: UInt64) -> String { "manifest-\(hexName(generation))" }
  static func pendingName(_ generation: UInt64) -> String { "pending-\(hexName(generation))" }
  static func fileTableName(_ generation: UInt64) -> String { "files-\(hexName(generation)).tbl" }

  /// The files that this commit needs, itself included.
  var fileNames: Set<String> {
    var names: Set<String> = [Self.fileName(generation)]
    for segment in segments {
      names.insert(SegmentFormat.fileName(segment.id))
      if segment.deletedCount > 0 {
        names.insert(
          SegmentFormat.deletesFileName(segment.id, generation: segment.deletesGeneration))
      }
    }
    if let fileTable { names.insert(Self.fileTableName(fileTable.generation)) }
    return names
  }

  func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(varint: generation)
    writer.append(varint: previousGeneration)
    writer.append(string: analyzerName)
    writer.append(fixed: analyzerBehavior)
    writer.append(string: icuVersion)
    writer.append(storesText ? 1 : 0)
    writer.append(varint: schema.names.count)
    for name in schema.names { writer.append(string: name) }
    writer.append(varint: segments.count)
    for segment in segments {
      writer.append(fixed: segment.id)
      writer.append(segment.seal)
      writer.append(varint: segment.documentCount)
      writer.append(varint: segment.deletedCount)
      guard segment.deletedCount > 0 else { continue }
      writer.append(varint: segment.deletesGeneration)
      writer.append(segment.deletesSeal)
    }
    writer.append(fileTable == nil ? 0 : 1)
    if let fileTable {
      writer.append(varint: fileTable.generation)
      writer.append(fileTable.seal)
    }
    return writer.bytes
  }

  init() {}

  init(reading reader: inout ByteReader) throws(IndexError) {
    generation = try reader.varint()
    previousGeneration = try reader.varint()
    analyzerName = try reader.string("name of the analyzer")
    analyzerBehavior = try reader.fixed()
    icuVersion = try reader.string("version of ICU")
    storesText = try reader.byte() == 1
    let fieldCount = try reader.varint(atMost: Schema.maximumFieldCount, "number of fields")
    var names: [String] = []
    for _ in 0..<fieldCount { names.append(try reader.string("name of a field")) }
    guard names.first == "text", Set(names).count == names.count else {
      throw reader.corrupt("names of fields are not what they can be")
    }
    schema = Schema(names: names)
    let segmentCount = try reader.varint(atMost: Self.maximumSegmentCount, "number of segments")
    for _ in 0..<segmentCount { segments.append(try Segment(reading: &reader)) }
    guard Set(segments.map(\.id)).count == segments.count else {
      throw reader.corrupt("a segment is there twice")
    }
    if try reader.byte() == 1 {
      let tableGeneration = try reader.varint()
      fileTable = Table(generation: tableGeneration, seal: try reader.seal())
    }
  }
}

extension Manifest.Segment {
  init(reading reader: inout ByteReader) throws(IndexError) {
    id = try reader.fixed()
    seal = try reader.seal()
    documentCount = try reader.varint(atMost: DocID.maximumCount, "number of documents")
    deletedCount = try reader.varint(atMost: documentCount, "number of deleted documents")
    if deletedCount > 0 {
      deletesGeneration = try reader.varint()
      deletesSeal = try reader.seal()
    }
  }
}

extension ByteWriter {
  fileprivate mutating func append(_ seal: SealedFileSeal) {
    append(varint: seal.byteCount)
    append(fixed: seal.tableChecksum)
  }
}

extension ByteReader {
  fileprivate mutating func seal() throws(IndexError) -> SealedFileSeal {
    SealedFileSeal(byteCount: try varint(), tableChecksum: try fixed())
  }
}
