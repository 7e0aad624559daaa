/// A segment of a commit, with its deletes.
struct OpenSegment: Sendable {
  var reader: SegmentReader
  var live: LiveDocuments
  /// What may end a search in it.
  var interruption: Interruption?

  /// A walk through the postings of a term of the dictionary, until it is interrupted.
  func cursor(_ info: TermInfo) -> PostingsCursor { reader.cursor(info, interruption) }
}

/// One commit, read from disk: its manifest and its open segments.
struct CommittedState: Sendable {
  var manifest: Manifest
  var indexID: IndexID
  var segments: [OpenSegment]
  /// The file table, open as long as the commit is, whatever a writer removes.
  var table: SealedFile?
  /// Length of the manifest's file.
  var manifestByteCount: UInt64

  /// Reads the newest commit; nil if the folder holds none.
  ///
  /// Readers take no lock, so a writer may remove files of an old commit while it is being opened:
  /// when a file is missing and there is a newer commit, that one is tried. When there is none, the
  /// missing file is an error.
  static func newest(on fileSystem: any FileSystem) throws(IndexError) -> CommittedState? {
    guard try fileSystem.exists() else { return nil }
    var failure: (generation: UInt64, error: IndexError)?
    // Read before the names are: what is noted afterwards need not be among them.
    let noted = fileSystem.noted(in: CommitProtocol.lockName) ?? 0
    while let generation = try newestGeneration(on: fileSystem) {
      if generation < noted { throw gone(noted, newest: generation) }
      if let failure, failure.generation >= generation { throw failure.error }
      do {
        return try CommittedState(generation: generation, on: fileSystem)
      } catch .io(let operation, let path, errno: 2) {
        failure = (generation, .io(operation: operation, path: path, errno: 2))
      }
    }
    if let failure { throw failure.error }
    if noted > 0 { throw gone(noted, newest: nil) }
    return nil
  }

  /// This state, if there is no newer one; nil if there is, or something is odd.
  func ifNewest(on fileSystem: any FileSystem) throws(IndexError) -> CommittedState? {
    let noted = fileSystem.noted(in: CommitProtocol.lockName) ?? 0
    let newest = try Self.newestGeneration(on: fileSystem)
    guard newest == manifest.generation, noted <= manifest.generation,
      // Another index may have been made in its place, and come as far.
      let file = try? Self.openManifest(manifest.generation, on: fileSystem),
      file.indexID == indexID
    else { return nil }
    return self
  }

  /// The last commit, if its manifest has been removed, where `newest` is what there is.
  static func goneGeneration(_ newest: UInt64?, on fileSystem: any FileSystem) -> UInt64? {
    guard let noted = fileSystem.noted(in: CommitProtocol.lockName), noted > newest ?? 0 else {
      return nil
    }
    return noted
  }

  private static func gone(_ generation: UInt64, newest: UInt64?) -> IndexError {
    .corrupt(
      file: Manifest.fileName(generation), offset: 0,
      what: "is not there any more, and it was the last commit; "
        + (newest.map { "the newest there is, \($0), would give old answers" }
          ?? "there is no other"))
  }

  /// The highest generation that a manifest's name gives.
  static func newestGeneration(on fileSystem: any FileSystem) throws(IndexError) -> UInt64? {
    try fileSystem.list().compactMap { IndexFileName($0) }
      .filter { $0.kind == .manifest }.map(\.generation).max()
  }

  /// Reads the commit of a generation.
  init(generation: UInt64, on fileSystem: any FileSystem) throws(IndexError) {
    let file = try Self.openManifest(generation, on: fileSystem)
    indexID = file.indexID
    manifestByteCount = file.seal.byteCount
    manifest = try Self.manifest(in: file)
    segments = []
    for entry in manifest.segments {
      let segment = try SegmentReader(id: entry.id, seal: entry.seal, on: fileSystem)
      guard segment.documentCount == entry.documentCount, segment.file.indexID == indexID else {
        throw .corrupt(
          file: segment.file.name, offset: 0, what: "is not the segment that the manifest names")
      }
      segments.append(
        OpenSegment(reader: segment, live: try Self.live(entry, indexID, on: fileSystem)))
    }
    table = try Self.openTable(manifest, indexID, on: fileSystem)
  }

  private static func openManifest(
    _ generation: UInt64, on fileSystem: any FileSystem
  ) throws(IndexError) -> SealedFile {
    let name = Manifest.fileName(generation)
    guard let file = try SealedFile.open(name, kind: .manifest, seal: nil, on: fileSystem) else {
      throw .io(operation: "open", path: "\(fileSystem.path)/\(name)", errno: 2)
    }
    guard file.fileID == generation else {
      throw .corrupt(file: name, offset: 32, what: "is generation \(file.fileID)")
    }
    return file
  }

  private static func manifest(in file: SealedFile) throws(IndexError) -> Manifest {
    var reader = try file.reader(.manifest)
    let manifest = try Manifest(reading: &reader)
    guard manifest.generation == file.fileID else {
      throw .corrupt(file: file.name, offset: 0, what: "is generation \(manifest.generation)")
    }
    return manifest
  }

  /// Reads the manifest of a generation, all of whose blocks are checked, and nothing else.
  static func readManifest(
    _ generation: UInt64, on fileSystem: any FileSystem
  ) throws(IndexError) -> (manifest: Manifest, indexID: IndexID) {
    let file = try openManifest(generation, on: fileSystem)
    _ = try file.verifyAll()
    return (try manifest(in: file), file.indexID)
  }

  /// Reads the file table that a manifest names, all of whose blocks are checked.
  static func readTable(
    _ manifest: Manifest, _ indexID: IndexID, on fileSystem: any FileSystem
  ) throws(IndexError) -> FileTable? {
    guard let file = try openTable(manifest, indexID, on: fileSystem) else { return nil }
    _ = try file.verifyAll()
    var reader = try file.reader(.fileTable)
    return try FileTable(reading: &reader)
  }

  static func openTable(
    _ manifest: Manifest, _ indexID: IndexID, on fileSystem: any FileSystem
  ) throws(IndexError) -> SealedFile? {
    guard let table = manifest.fileTable else { return nil }
    let name = Manifest.fileTableName(table.generation)
    guard
      let file = try SealedFile.open(name, kind: .fileTable, seal: table.seal, on: fileSystem)
    else { throw .io(operation: "open", path: "\(fileSystem.path)/\(name)", errno: 2) }
    guard file.indexID == indexID else {
      throw .corrupt(file: name, offset: 16, what: "belongs to another index")
    }
    return file
  }

  /// The newest readable manifest, and the newest readable file table of any; nil if none is.
  static func remains(
    on fileSystem: any FileSystem
  ) throws(IndexError) -> (manifest: Manifest, fileTable: FileTable?)? {
    guard try fileSystem.exists() else { return nil }
    let generations = try fileSystem.list().compactMap { IndexFileName($0) }
      .filter { $0.kind == .manifest }.map(\.generation).sorted(by: >)
    var newest: Manifest?
    for generation in generations {
      let name = Manifest.fileName(generation)
      guard
        let file = try? SealedFile.open(name, kind: .manifest, seal: nil, on: fileSystem),
        var reader = try? file.reader(.manifest),
        let manifest = try? Manifest(reading: &reader)
      else { continue }
      newest = newest ?? manifest
      guard let table = try? openTable(manifest, file.indexID, on: fileSystem),
        var tableReader = try? table.reader(.fileTable),
        let found = try? FileTable(reading: &tableReader)
      else { continue }
      return (newest ?? manifest, found)
    }
    return newest.map { ($0, nil) }
  }

  /// Reads which documents of a segment are live.
  static func live(
    _ entry: Manifest.Segment, _ indexID: IndexID, on fileSystem: any FileSystem
  ) throws(IndexError) -> LiveDocuments {
    if entry.deletedCount == 0 { return LiveDocuments(documentCount: entry.documentCount) }
    let name = SegmentFormat.deletesFileName(entry.id, generation: entry.deletesGeneration)
    guard
      let file = try SealedFile.open(
        name, kind: .deletes, seal: entry.deletesSeal, on: fileSystem)
    else { throw .io(operation: "open", path: "\(fileSystem.path)/\(name)", errno: 2) }
    var reader = try file.reader(.deletes)
    let live = try LiveDocuments(reading: &reader, documentCount: entry.documentCount)
    guard live.deletedCount == entry.deletedCount, file.indexID == indexID else {
      throw reader.corrupt("\(live.deletedCount) documents are deleted, not \(entry.deletedCount)")
    }
    return live
  }

  /// Reads the file table of the commit.
  func fileTable() throws(IndexError) -> FileTable? {
    guard let table else { return nil }
    var reader = try table.reader(.fileTable)
    return try FileTable(reading: &reader)
  }

  /// Bytes of all files of the commit.
  var byteCount: UInt64 {
    manifest.segments.reduce(manifestByteCount + (manifest.fileTable?.seal.byteCount ?? 0)) {
      $0 + $1.seal.byteCount + $1.deletesSeal.byteCount
    }
  }
}

/// The name of a file, taken apart: `kind-<16 hexadecimal digits>[-<16 more>][.ext]`.
struct IndexFileName {
  enum Kind: String {
    case manifest
    case pending
    case segment = "seg"
    case fileTable = "files"
  }

  var kind: Kind
  /// The number that the file belongs to: for deletes, the second one.
  var generation: UInt64

  /// nil if the name is none that this program gives.
  init?(_ name: String) {
    let (stem, suffix) = Self.split(name, at: ".")
    let parts = stem.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 2, let kind = Kind(rawValue: String(parts[0])) else { return nil }
    let numbers = parts.dropFirst().map { Self.number($0) }
    guard let first = numbers[0] else { return nil }
    self.kind = kind
    switch (kind, numbers.count, suffix) {
    case (.manifest, 1, nil), (.pending, 1, nil), (.fileTable, 1, "tbl"): generation = first
    case (.segment, 1, "idx"): generation = 0
    case (.segment, 2, "del"):
      guard let second = numbers[1] else { return nil }
      generation = second
    default: return nil
    }
  }

  private static func split(_ name: String, at separator: Character) -> (String, String?) {
    guard let dot = name.firstIndex(of: separator) else { return (name, nil) }
    return (String(name[..<dot]), String(name[name.index(after: dot)...]))
  }

  private static func number(_ digits: Substring) -> UInt64? {
    let isHex = digits.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
    return digits.utf8.count == 16 && isHex ? UInt64(digits, radix: 16) : nil
  }
}
