import Index

/// Finds the document that a user names, and says why one is not in the index.
struct DocumentLookup {
  private let snapshot: Snapshot
  private let table: FileTable
  private let source: FolderSource?
  private let current: String

  /// What a name leads to.
  enum Found {
    /// A document of the index.
    case document(DocumentAddress)
    /// A file or record that is not in the index, and why.
    case missing(reason: String)
  }

  /// Looks documents up in an index.
  init(_ snapshot: Snapshot, at location: IndexLocation) throws {
    self.snapshot = snapshot
    current = try currentDirectory()
    table = try snapshot.fileTable() ?? FileTable()
    let base = location.home ?? table.base
    // Where the base has gone, what is stored can still be asked about.
    source =
      base.isEmpty
      ? nil
      : try? FolderSource(
        base: base, indexPath: location.path, rules: WalkRules(lines: table.settings))
  }

  /// The document of a path as it was indexed or as seen from here, with the id of a record behind a
  /// space or by itself; or of an id alone.
  ///
  /// - Throws: ``CommandError`` when nothing is called so, or several documents are.
  func find(_ name: String, id: String?) throws -> Found {
    var paths = [name]
    if let seen = source?.root(typed: name, from: current), !seen.isEmpty { paths.append(seen) }
    for path in paths {
      let key = DocumentName(path: path, recordID: id).key
      if let address = try snapshot.address(ofKey: key) { return .document(address) }
    }
    for path in paths where id == nil {
      if let address = try inside(path) { return .document(address) }
    }
    if id == nil {
      if let space = name.lastIndex(of: " ") {
        let path = String(name[..<space])
        let recordID = String(name[name.index(after: space)...])
        let key = DocumentName(path: path, recordID: recordID).key
        if let address = try snapshot.address(ofKey: key) { return .document(address) }
      }
      let suffix = DocumentName(path: "", recordID: name).key
      let records = try snapshot.addresses(ofKeysEndingIn: suffix, limit: 2)
      if records.count == 1 { return .document(records[0]) }
      if records.count > 1 {
        throw CommandError("several records have the id \(name); name the file too: FILE \(name)")
      }
    }
    for path in paths.reversed() {
      if let reason = try reason(path, id) { return .missing(reason: reason) }
    }
    throw CommandError("no document is called \(name), and there is no such file")
  }

  /// The document of a path that leads into a file: `a.zip//b/c.txt`.
  private func inside(_ name: String) throws -> DocumentAddress? {
    let bytes = Array(name.utf8)
    let slash = UInt8(ascii: "/")
    for at in bytes.indices.dropLast() where bytes[at] == slash && bytes[at + 1] == slash {
      let path = String(decoding: bytes[..<at], as: UTF8.self)
      let id = String(decoding: bytes[(at + 2)...], as: UTF8.self)
      let key = DocumentName(path: path, recordID: id).key
      if let address = try snapshot.address(ofKey: key) { return address }
    }
    return nil
  }

  /// Why a path is not in the index; nil if there is nothing of that name.
  private func reason(_ path: String, _ id: String?) throws -> String? {
    if let entry = table.entries.first(where: { PathText.same($0.path, path) }) {
      if !entry.skipReason.isEmpty, entry.documentCount == 0 {
        return "it was left out: \(entry.skipReason)"
      }
      if let id { return "its file was indexed and held no record with the id \(id)" }
      return "its file holds \(entry.documentCount) records; name one: search why QUERY FILE ID"
    }
    guard let source else { return nil }
    var found: FoundFile?
    var skipped: [SkippedPath] = []
    do throws(SourceFailure) {
      skipped = try source.walk(root: path) { file in
        if PathText.same(file.path, path) { found = file }
      }
    } catch {
      return error.isMissing ? nil : error.reason
    }
    if let reason = skipped.first(where: { PathText.same($0.path, path) })?.reason { return reason }
    guard let found else { return "it is a folder" }
    guard table.roots.contains(where: { PathText.covers(root: $0, path: path) }) else {
      return "it lies below no folder that was indexed; add it with: search index \(path)"
    }
    let outcome = try source.readDocuments(of: found) { _ in }
    if let reason = outcome.failure ?? outcome.skipReason { return reason }
    let isReached = table.roots.contains { root in
      PathText.covers(root: root, path: path) && source.reaches(path, from: root)
    }
    if !isReached {
      let isHidden = path.split(separator: "/").contains { $0.hasPrefix(".") && $0 != ".." }
      return isHidden
        ? "names that begin with a dot are left out; add it with: search index \(path)"
        : "ignore files or the options of the walk leave it out; add it with: search index \(path)"
    }
    return "it was not there when the index was last brought up to date; run: search index"
  }

  /// The file of a document, if it is still there.
  private func file(of name: DocumentName) -> FoundFile? {
    var found: FoundFile?
    _ = try? source?.walk(root: name.path) { file in
      if PathText.same(file.path, name.path) { found = file }
    }
    return found
  }

  /// What has become of a document's file since it was indexed; nil if nothing has, or if the index
  /// was not made of files.
  func change(of name: DocumentName) -> String? {
    guard let entry = table.entries.first(where: { PathText.same($0.path, name.path) }),
      source != nil
    else { return nil }
    guard let file = file(of: name) else { return "its file is not there any more" }
    if SyncPlan.isSame(file, entry) { return nil }
    // Touched, or indexed so soon after it was written that only the content tells.
    if file.size == entry.size, (try? source?.contentHash(of: file)) == entry.contentHash {
      return nil
    }
    return "its file has changed since it was indexed; run: search index"
  }

  /// A document's text: as stored, or read from its file again.
  ///
  /// - Throws: ``CommandError`` when it can be had in neither way.
  func text(of address: DocumentAddress) throws -> Document {
    if let document = try snapshot.document(at: address) { return document }
    let name = DocumentName(key: try snapshot.key(at: address))
    var found: Document?
    if let source, let file = file(of: name) {
      source.remember(table.entries)
      _ = try source.readDocuments(of: file) { document in
        guard document.recordID == name.recordID else { return }
        found = Document(
          key: name.key, title: document.title, body: document.body, fields: document.fields,
          note: document.note)
      }
    }
    guard let found else {
      throw CommandError("the index stores no text, and the file of \(name.path) cannot be read")
    }
    return found
  }
}
