/// The container that every file of an index is written in: a header, sections one after another, a
/// checksum for every 4 KiB, and a footer that says where everything is. Written front to back,
/// read from the footer.
///
/// ```
/// OFFSET        SIZE  MEANING
/// 0             64    header (below)
/// 64            …     sections, each beginning at a multiple of 8
/// …             …     zeros up to a multiple of 4,096: the end of the data
/// tableOffset   4·n   checksum table: CRC-32C of each 4 KiB block of the data, header included
/// directory     24·m  section directory: kind u32 · reserved u32 = 0 · offset u64 · length u64
/// end - 64      64    footer (below)
///
/// header                                   footer
/// 0   8  "SRCHFILE"                        0   8  "SRCHFOOT"
/// 8   4  format version                    8   4  format version
/// 12  4  file kind                         12  4  file kind
/// 16  16 index id                          16  8  tableOffset
/// 32  8  file id                           24  8  number of blocks n
/// 40  20 reserved, zero                    32  8  offset of the directory
/// 60  4  CRC-32C of bytes 0 to 59          40  8  length of the directory
///                                          48  8  length of the file
///                                          56  4  CRC-32C of table and directory
///                                          60  4  CRC-32C of bytes 0 to 59 of the footer
/// ```
///
/// Whoever names a file (the manifest) keeps its length and the CRC of its table, so that a file
/// cannot be swapped for another, cut or lengthened unseen.
enum SealedFileFormat {
  /// The version of everything on disk. Raised by every change that older readers cannot read.
  static let version: UInt32 = 10
  /// The oldest version that can be read: it has no values.
  static let oldestVersion: UInt32 = 5
  /// The first version whose postings have impacts of ``ImpactScale``.
  static let firstVersionWithImpactScale: UInt32 = 7
  /// The first version whose segments say by which rules they keep pairs of words.
  static let firstVersionWithPairRules: UInt32 = 8
  /// The first version with blocks of 32 keys, and documents in their order packed.
  static let firstVersionWithPackedKeys: UInt32 = 8
  /// The first version that may pack the keys of terms, and has document and position of a term that
  /// occurs once in one number.
  static let firstVersionWithPackedTerms: UInt32 = 9
  /// The first version that tells documents in the order of their keys beside their places, and shared and
  /// other bytes of short keys in one byte.
  static let firstVersionWithKeyGroups: UInt32 = 9
  /// The first version in which most common Han characters make pairs with each other.
  static let firstVersionWithMoreHanPairs: UInt32 = 10
  static let headerMagic: [UInt8] = Array("SRCHFILE".utf8)
  static let footerMagic: [UInt8] = Array("SRCHFOOT".utf8)
  static let headerSize = 64
  static let footerSize = 64
  static let directoryEntrySize = 24
  /// The unit of checking: a page, so that checking costs less than the page fault it follows.
  static let blockSize = 4096
  static let sectionAlignment = 8
  /// More sections than any file of ours has.
  static let maximumSectionCount = 1024
}

/// What a file holds.
enum SealedFileKind: UInt32 {
  case manifest = 1
  case segment = 2
  case deletes = 3
  case fileTable = 4
}

/// What a section holds. Values are never reused.
enum SectionKind: UInt32, CaseIterable {
  case manifest = 1
  case segmentInfo = 2
  case terms = 3
  case termIndex = 4
  case postings = 5
  case lengths = 6
  case keys = 7
  case keyIndex = 8
  case store = 9
  case storeIndex = 10
  case deletes = 11
  case fileTable = 12
  case borders = 13
  case borderIndex = 14
  case lengthRests = 15
  case values = 16
  case valueIndex = 17
  case symbols = 18
  case neighbours = 19

  static let maximumRawValue: UInt32 = 19

  /// The name that statistics and errors show.
  var name: String {
    switch self {
    case .manifest: "manifest"
    case .segmentInfo: "info"
    case .terms: "terms"
    case .termIndex: "term index"
    case .postings: "postings"
    case .lengths: "lengths"
    case .keys: "keys"
    case .keyIndex: "key index"
    case .store: "store"
    case .storeIndex: "store index"
    case .deletes: "deletes"
    case .fileTable: "file table"
    case .borders: "borders"
    case .borderIndex: "border index"
    case .lengthRests: "length rests"
    case .values: "values"
    case .valueIndex: "value index"
    case .symbols: "symbols"
    case .neighbours: "neighbours"
    }
  }
}

/// What the manifest keeps of a file, to know it again.
struct SealedFileSeal: Equatable {
  /// Length in bytes.
  var byteCount: UInt64 = 0
  /// CRC-32C of the checksum table and the section directory.
  var tableChecksum: UInt32 = 0
}
