import Index
import Tokenizer

/// Compares hits with their files, so that nothing is shown that a file no longer says.
///
/// A hit whose file is as it was indexed stays as it is. Of one that has changed the text is read and
/// asked anew; where it no longer matches, the hit is dropped. Of one that has gone the place where it
/// is now is shown, if there is one. Where a whole root is not there, its hits are shown as gone.
struct HitVerifier {
  /// What was asked, to ask it again.
  struct Question {
    var text: String
    var mode: MatchMode
    var fold: FoldLevel
    var syntax = QuerySyntax.lenient
    var synonyms: Synonyms?
    /// What else documents had to pass.
    var filters: [String] = []
    /// How what looks like a condition was read.
    var conditions = PageBuilder.Conditions.only
  }

  /// Larger files are not read again for a passage.
  private static let fileByteLimit: UInt64 = 16 << 20

  private let place: IndexLocation
  /// What the question was asked of.
  private let asked: Snapshot
  private let table: FileTable
  private let source: FolderSource
  private let question: Question
  private let wishes: PageBuilder.Wishes
  /// Whether a file that has gone is looked for, and its hit dropped.
  private let looksForGone: Bool

  /// Prepares the comparison; nil where there are no files to compare with.
  ///
  /// - Parameter asked: what the question was asked of: the snapshot, or several that were joined.
  init?(
    _ snapshot: Snapshot, of asked: Snapshot, at place: IndexLocation, question: Question,
    wishes: PageBuilder.Wishes, looksForGone: Bool
  ) {
    guard let table = try? snapshot.fileTable(), !table.roots.isEmpty else { return nil }
    let base = place.home ?? table.base
    guard pathKind(base) == .folder,
      let rules = try? WalkRules.effective(
        given: nil, remembered: table.settings, home: place.home),
      var source = try? FolderSource(base: base, indexPath: place.path, rules: rules),
      (try? source.configure(home: place.home)) != nil
    else { return nil }
    self.place = place
    self.asked = asked
    self.table = table
    self.source = source
    self.question = question
    var wishes = wishes
    wishes.suggests = false
    self.wishes = wishes
    self.looksForGone = looksForGone
  }

  /// Marks the hits of the index, corrects those that need it, and drops what is no longer so.
  ///
  /// - Returns: what was dropped and why, a line each.
  func verify(_ hits: inout [HitRecord]) -> [String] {
    var states: [ExactName: (freshness: Freshness, file: FoundFile?)] = [:]
    for hit in hits where states[ExactName(hit.name.path)] == nil {
      states[ExactName(hit.name.path)] = state(of: hit.name.path)
    }
    var moved: [ExactName: String] = [:]
    if looksForGone {
      let gone = hits.map(\.name.path).filter { states[ExactName($0)]?.freshness == .gone }
      if !gone.isEmpty { moved = newPlaces(of: gone) }
    }
    let stale = hits.filter { states[ExactName($0.name.path)]?.freshness == .stale }
    let passages = passages(of: stale, states.compactMapValues(\.file))
    var dropped = (gone: 0, changed: 0)
    hits = hits.compactMap { hit in
      var hit = hit
      hit.freshness = states[ExactName(hit.name.path)]?.freshness
      switch hit.freshness {
      case .gone where looksForGone && isBelowPresentRoot(hit.name.path):
        guard let path = moved[ExactName(hit.name.path)] else {
          dropped.gone += 1
          return nil
        }
        hit.name.path = path
        hit.freshness = .moved
      case .stale:
        switch passages[ExactName(hit.name.key)] {
        case .found(var anew):
          (anew.name, anew.freshness) = (hit.name, hit.freshness)
          (anew.rank, anew.member) = (hit.rank, hit.member)
          hit = anew
        case .nothing:
          dropped.changed += 1
          return nil
        case nil: break
        }
      default: break
      }
      return hit
    }
    return Self.lines(dropped.gone, dropped.changed)
  }

  /// What has become of a file.
  func freshness(of path: String) -> Freshness { state(of: path).0 }

  private static func lines(_ goneCount: Int, _ changedCount: Int) -> [String] {
    func noun(_ count: Int) -> String { count == 1 ? "1 hit" : "\(count) hits" }
    var lines: [String] = []
    if goneCount > 0 { lines.append("\(noun(goneCount)) left out: the file is not there any more") }
    if changedCount > 0 {
      lines.append("\(noun(changedCount)) left out: the file has changed and no longer matches")
    }
    return lines
  }

  /// What has become of a file, and the file as it is now.
  private func state(of path: String) -> (Freshness, FoundFile?) {
    guard let entry = entry(of: path) else { return (.current, nil) }
    guard let file = source.file(at: path) else { return (.gone, nil) }
    if SyncPlan.isSame(file, entry) { return (.current, file) }
    // Touched, or indexed so soon after it was written that only the content tells.
    if file.size == entry.size, file.size <= Self.fileByteLimit,
      (try? source.contentHash(of: file)) == entry.contentHash
    {
      return (.current, file)
    }
    return (.stale, file)
  }

  /// Whether what the path was found with is there: a file on a disk that is not mounted has not gone.
  private func isBelowPresentRoot(_ path: String) -> Bool {
    table.roots.contains { root in
      PathText.covers(root: root, path: path) && source.isThere(root)
    }
  }

  private func entry(of path: String) -> FileTable.Entry? {
    var low = 0
    var high = table.entries.count
    while low < high {
      let middle = (low + high) / 2
      if PathText.precedes(table.entries[middle].path, path) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < table.entries.count, PathText.same(table.entries[low].path, path) else {
      return nil
    }
    return table.entries[low]
  }

  /// Where files that have gone are now: a file of the same number and size, or of the same content.
  private func newPlaces(of gone: [String]) -> [ExactName: String] {
    let deadline = monotonicNanoseconds() &+ 1_000_000_000
    var source = source
    source.isStopping = { monotonicNanoseconds() > deadline }
    var known = Set<ExactName>()
    let lost = gone.filter { known.insert(ExactName($0)).inserted }.compactMap { entry(of: $0) }
    let sizes = Set(lost.map(\.size))
    var candidates: [FoundFile] = []
    for root in table.roots {
      _ = try? source.walk(root: root) { file in
        if sizes.contains(file.size) { candidates.append(file) }
      }
    }
    var places: [ExactName: String] = [:]
    for entry in lost {
      let same = candidates.filter { $0.size == entry.size && $0.size <= Self.fileByteLimit }
      let first = same.filter { $0.inode == entry.inode } + same.filter { $0.inode != entry.inode }
      places[ExactName(entry.path)] =
        first.first { file in
          !source.isStopping() && (try? source.contentHash(of: file)) == entry.contentHash
        }?.path
    }
    return places
  }

  /// What a file that has changed says to the question.
  private enum Passage {
    case found(HitRecord)
    case nothing
  }

  /// The passages by key; what could not be read anew has none.
  private func passages(of hits: [HitRecord], _ files: [ExactName: FoundFile]) -> [ExactName:
    Passage]
  {
    guard !hits.isEmpty else { return [:] }
    return (try? reread(hits, files)) ?? [:]
  }

  /// Asks an index of the changed files alone, which is made in memory.
  private func reread(
    _ hits: [HitRecord], _ files: [ExactName: FoundFile]
  ) throws -> [ExactName: Passage] {
    let options = try SearchIndex.open(at: place.path).options
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: options.analyzer, storesText: true))
    let writer = try index.makeWriter()
    defer { writer.close() }
    let keepsValues = FileValues.areKept(in: options)
    let wanted = Set(hits.map { ExactName($0.name.key) })
    var passages: [ExactName: Passage] = [:]
    var read = Set<ExactName>()
    for path in hits.map(\.name.path) where read.insert(ExactName(path)).inserted {
      guard let file = files[ExactName(path)], file.size <= Self.fileByteLimit else { continue }
      let values = keepsValues ? FileValues(file) : nil
      let outcome = try source.readDocuments(of: file) { found throws(IndexError) in
        let key = DocumentName(path: path, recordID: found.recordID).key
        guard wanted.contains(ExactName(key)) else { return }
        var document = Document(
          key: key, title: found.title, body: found.body, fields: found.fields, note: found.note)
        // Conditions are asked anew, too.
        if let values { document.values = values.values(of: found.fields) }
        try writer.add(document)
      }
      guard outcome.failure == nil else { continue }
      for hit in hits where PathText.same(hit.name.path, path) {
        passages[ExactName(hit.name.key)] = .nothing
      }
    }
    try writer.commit()
    // A name that the files have lost is no word for that.
    let snapshot = try index.snapshot().reading(as: asked)
    let builder = PageBuilder(
      snapshot: snapshot, wishes: wishes, synonyms: question.synonyms,
      conditions: question.conditions)
    let page = try builder.page(
      question.text, matching: question.mode, fold: question.fold, syntax: question.syntax,
      limit: hits.count,
      filter: try FilterRequest.filter(
        question.filters, fold: question.fold, synonyms: question.synonyms, on: snapshot),
      until: Interruption(after: 1))
    for hit in page.hits { passages[ExactName(hit.name.key)] = .found(hit) }
    return passages
  }
}
