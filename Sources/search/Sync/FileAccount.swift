import Index

/// What becomes of the table of files when an index has lost documents: files that have lost some are
/// entered so that the next run of `search index` reads them again.
final class FileAccount {
  /// A file that has lost documents, or of which nothing is known any more.
  struct Affected: Equatable {
    /// The file's path, as used in keys.
    var path: String
    /// How many documents it gave that are not there any more; 0 if only what was known of it is lost.
    var lostCount: Int
  }

  /// Files that are to be read again, in the order of their paths.
  private(set) var affected: [Affected] = []

  /// The table for the documents that are left.
  ///
  /// - Parameters:
  ///   - table: the newest that can be read.
  ///   - isOwn: whether it is that of the same commit as the documents.
  ///   - keys: the keys of the documents that are left.
  func table(_ table: FileTable?, _ isOwn: Bool, _ keys: [String]) -> FileTable? {
    // By their bytes: equal strings may name different files.
    var counts: [[UInt8]: Int] = [:]
    for key in keys { counts[Array(DocumentName(key: key).path.utf8), default: 0] += 1 }
    var result = table ?? FileTable()
    affected = []
    for index in result.entries.indices {
      let entry = result.entries[index]
      let count = counts.removeValue(forKey: Array(entry.path.utf8)) ?? 0
      if isOwn, count == Int(entry.documentCount) { continue }
      note(entry.path, lost: isOwn ? Int(entry.documentCount) - count : 0)
      result.entries[index] = Self.entryToRead(entry.path, documentCount: count)
    }
    for (path, count) in counts {
      let path = String(decoding: path, as: UTF8.self)
      note(path, lost: 0)
      result.entries.append(Self.entryToRead(path, documentCount: count))
    }
    result.entries.sort { PathText.precedes($0.path, $1.path) }
    affected.sort { PathText.precedes($0.path, $1.path) }
    // Where not even the roots are known, the files are.
    if table == nil { result.roots = SyncPlan.mergedRoots([], result.entries.map(\.path)) }
    return result
  }

  private func note(_ path: String, lost: Int) {
    affected.append(Affected(path: path, lostCount: max(0, lost)))
  }

  /// An entry with a time that no file has.
  private static func entryToRead(_ path: String, documentCount: Int) -> FileTable.Entry {
    FileTable.Entry(
      path: path, size: 0, modified: .min, contentHash: 0,
      documentCount: UInt32(clamping: documentCount))
  }
}
