import Index

/// What it took to index some files.
struct BuildFigures: Equatable, Sendable {
  var documentCount: Int
  /// Bytes of the files that hold the documents.
  var textByteCount: Int
  /// Files that were left out or could not be read.
  var skippedCount: Int
  /// From walking the folder to the commit on disk.
  var seconds: Double
  /// Bytes of the index.
  var indexByteCount: Int
  /// Of those, the bytes that keep the texts.
  var storeByteCount: Int
  /// The most anonymous memory while building; nil where the system does not say.
  var peakMemory: Int?

  var documentsPerSecond: Double { Double(documentCount) / seconds }
  var megabytesPerSecond: Double { Double(textByteCount) / 1e6 / seconds }
  /// Index size divided by the size of the files.
  var share: Double { Double(indexByteCount) / Double(max(1, textByteCount)) }
  /// The same without the texts.
  var shareWithoutText: Double {
    Double(indexByteCount - storeByteCount) / Double(max(1, textByteCount))
  }

  /// The figures for programs.
  var object: JSONObject {
    var object = JSONObject(type: "build")
    object.set("documents", documentCount)
    object.set("text_bytes", textByteCount)
    object.set("skipped", skippedCount)
    object.set("seconds", seconds)
    object.set("docs_per_s", documentsPerSecond)
    object.set("mb_per_s", megabytesPerSecond)
    object.set("index_bytes", indexByteCount)
    object.set("store_bytes", storeByteCount)
    object.set("index_per_text", share)
    if let peakMemory { object.set("peak_anonymous_bytes", peakMemory) }
    return object
  }

  /// The figures for people: what each is and how much.
  var rows: [(name: String, value: String)] {
    func decimal(_ value: Double, _ digits: Int) -> String {
      HumanFormatter.decimal(value, digits: digits)
    }
    let skipped = skippedCount > 0 ? "; \(skippedCount) files left out" : ""
    return [
      ("documents", "\(documentCount) in \(Self.size(textByteCount))\(skipped)"),
      (
        "building",
        "\(HumanFormatter.milliseconds(seconds)): \(decimal(documentsPerSecond, 0)) documents/s, "
          + "\(decimal(megabytesPerSecond, 1)) MB/s"
      ),
      (
        "index",
        "\(Self.size(indexByteCount)), \(decimal(share, 2)) of the files; "
          + "\(decimal(shareWithoutText, 2)) without the stored text"
      ),
    ]
  }

  /// A number of bytes in a unit that fits.
  static func size(_ byteCount: Int) -> String {
    let number = Double(byteCount)
    if number < 1e3 { return "\(byteCount) bytes" }
    if number < 1e6 { return HumanFormatter.decimal(number / 1e3, digits: 1) + " kB" }
    if number < 1e9 { return HumanFormatter.decimal(number / 1e6, digits: 1) + " MB" }
    return HumanFormatter.decimal(number / 1e9, digits: 2) + " GB"
  }
}

extension BuildFigures {
  /// The sections that hold the stored texts, by the names that statistics give them.
  private static let storeSections = ["store", "store index"]

  /// Indexes a file or folder into an empty folder, as `search index` does, and measures that.
  ///
  /// - Throws: ``CommandError`` when nothing can be indexed, and ``IndexError``.
  static func measure(
    indexing path: String, into folder: String, memoryBudget: Int
  ) throws -> BuildFigures {
    let current = try currentDirectory()
    let location = IndexLocation(typed: folder, from: current)
    let source = try FolderSource(base: current, indexPath: location.path)
    let session = IndexSession(
      location: location, base: current, source: source,
      request: IndexSession.Request(
        roots: [source.root(typed: path, from: current)], memoryBudget: memoryBudget,
        rebuilds: false))
    let start = monotonicNanoseconds()
    let (outcome, peak) = try MemoryWatch.peak { try session.run() }
    let seconds = Double(max(1, monotonicNanoseconds() &- start)) / 1e9
    guard outcome.documentCount > 0 else { throw CommandError("\(path): no document to index") }
    let snapshot = try SearchIndex.open(at: location.path).snapshot()
    let statistics = try snapshot.statistics()
    let table = try snapshot.fileTable() ?? FileTable()
    let files = table.entries.filter { $0.documentCount > 0 }
    return BuildFigures(
      documentCount: outcome.documentCount,
      textByteCount: files.reduce(0) { $0 + Int(clamping: $1.size) },
      skippedCount: outcome.summary.skipped.count, seconds: seconds,
      indexByteCount: statistics.byteCount,
      storeByteCount: statistics.sections.filter { storeSections.contains($0.name) }
        .reduce(0) { $0 + $1.byteCount },
      peakMemory: peak)
  }
}
