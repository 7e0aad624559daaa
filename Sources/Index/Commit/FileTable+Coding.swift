/// The file table on disk: `files-<generation>.tbl`, section `fileTable`.
///
/// ```
/// base string · number of roots varint · roots, strings · number of settings varint ·
/// settings, strings · number of entries varint · entry*
/// entry   path string · size varint · modified i64 · inode varint · changed i64 ·
///         content hash u64 · documents varint · skip reason string
/// then, where there are any: number of remarks varint · remark*
/// remark  entry varint, minus the one before (the number of the first) · remark string
/// ```
extension FileTable {
  func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(string: base)
    writer.append(varint: roots.count)
    for root in roots { writer.append(string: root) }
    writer.append(varint: settings.count)
    for setting in settings { writer.append(string: setting) }
    writer.append(varint: entries.count)
    for entry in entries {
      writer.append(string: entry.path)
      writer.append(varint: entry.size)
      writer.append(fixed: entry.modified)
      writer.append(varint: entry.inode)
      writer.append(fixed: entry.changed)
      writer.append(fixed: entry.contentHash)
      writer.append(varint: entry.documentCount)
      writer.append(string: entry.skipReason)
    }
    encodeRemarks(into: &writer)
    return writer.bytes
  }

  private func encodeRemarks(into writer: inout ByteWriter) {
    let remarked = entries.indices.filter { !entries[$0].remark.isEmpty }
    guard !remarked.isEmpty else { return }
    writer.append(varint: remarked.count)
    var previous = 0
    for index in remarked {
      writer.append(varint: index - previous)
      writer.append(string: entries[index].remark)
      previous = index
    }
  }

  private mutating func readRemarks(_ reader: inout ByteReader) throws(IndexError) {
    guard reader.remainingCount > 0 else { return }
    let count = try reader.length("list of remarks")
    var index = 0
    for _ in 0..<count {
      let step = try reader.varint()
      guard step < UInt64(max(0, entries.count - index)) else {
        throw reader.corrupt("a remark is about a file that is not there")
      }
      index += Int(step)
      entries[index].remark = try reader.string("remark")
    }
  }

  /// By the bytes of the paths: strings that Unicode calls equal may name different files.
  public static func == (left: FileTable, right: FileTable) -> Bool {
    left.encoded() == right.encoded()
  }

  init(reading reader: inout ByteReader) throws(IndexError) {
    self.init()
    base = try reader.string("base")
    let rootCount = try reader.length("list of roots")
    for _ in 0..<rootCount { roots.append(try reader.string("root")) }
    let settingCount = try reader.length("list of settings")
    for _ in 0..<settingCount { settings.append(try reader.string("setting")) }
    let entryCount = try reader.length("list of files")
    for _ in 0..<entryCount {
      entries.append(
        Entry(
          path: try reader.string("path"), size: try reader.varint(), modified: try reader.fixed(),
          inode: try reader.varint(), changed: try reader.fixed(), contentHash: try reader.fixed(),
          documentCount: try reader.varint32("documents"),
          skipReason: try reader.string("reason")))
    }
    try readRemarks(&reader)
  }
}
