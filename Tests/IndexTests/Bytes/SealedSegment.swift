import Testing

@testable import Index

extension SealedFile {
  /// A segment's file with the sections that are written into it.
  static func segment(_ write: (SealedFileWriter) throws -> Void) throws -> SealedFile {
    let files = MemoryFileSystem()
    let name = "seg-0000000000000001.idx"
    let writer = try SealedFileWriter(
      name, kind: .segment, indexID: IndexID(high: 0, low: 0), fileID: 1, on: files)
    try write(writer)
    let seal = try writer.finish()
    return try #require(try SealedFile.open(name, kind: .segment, seal: seal, on: files))
  }
}
