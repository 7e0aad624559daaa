import Index

/// Keeps an index current while files change.
///
/// What happens is only a hint where to look: the files themselves are compared with the table, as by
/// `search index`. Between two commits the index is free for other writers.
final class FolderWatch {
  /// What a commit came to.
  struct Commit {
    var summary: SyncSummary
    var documentCount: Int
    var seconds: Double
  }

  /// How long nothing must have happened before it is looked at.
  static let quietMilliseconds: UInt64 = 300
  /// How long it may go on happening.
  static let longestMilliseconds: UInt64 = 2_000
  /// With more places than this all files are looked at.
  private static let placeLimit = 1_000

  private let target: IndexTarget
  private let rules: WalkRules
  private let memoryBudget: Int
  private let events: FileEvents
  private var watchProblem: CommandError?
  /// Where something has happened, relative to the base; nil for anywhere.
  private var places: Set<ExactName>? = []
  /// The folders and files that are followed, relative to the base, with the number of each; nil for one
  /// that is not there.
  private var roots: [(path: String, number: UInt64?)] = []
  /// Whether to end.
  var isStopping: @Sendable () -> Bool = { false }

  /// Prepares to watch.
  init(_ target: IndexTarget, rules: WalkRules, memoryBudget: Int) throws(CommandError) {
    self.target = target
    self.rules = rules
    self.memoryBudget = memoryBudget
    events = try FileEvents()
  }

  /// How many folders are watched.
  var folderCount: Int { events.folderCount }

  /// Brings the index up to date, and watches every folder that is looked into.
  ///
  /// - Parameter given: roots to be added, relative to the base.
  func begin(_ given: [String]) throws -> Commit {
    let commit = try synchronise(given, keepsRoots: false)
    let rest = given.isEmpty ? nil : try synchronise([], keepsRoots: false)
    let table = try SearchIndex.open(at: target.place.path).snapshot().fileTable()
    roots = (table?.roots ?? []).map { ($0, number(of: $0)) }
    // Those that were there before, too.
    if let rest {
      return Commit(
        summary: commit.summary, documentCount: rest.documentCount,
        seconds: commit.seconds + rest.seconds)
    }
    return commit
  }

  /// Follows what happens until it is to end; each commit that changed something is told, and so is what
  /// becomes of the folders that are followed.
  func run(
    _ report: (Commit) throws -> Void, busy: () -> Void, notice: (String) -> Void
  ) throws {
    var first: UInt64?
    var last: UInt64 = 0
    var lookedAtRoots: UInt64 = 0
    var isBusy = false
    while true {
      let isEnding = isStopping()
      let found = isEnding ? [] : events.wait(milliseconds: first == nil ? 1_000 : 50)
      let now = monotonicNanoseconds() / 1_000_000
      for event in found where note(event) {
        first = first ?? now
        last = now
      }
      if !isEnding, now >= lookedAtRoots + Self.rootMilliseconds {
        lookedAtRoots = now
        if checkRoots(notice) { (first, last) = (first ?? now, now) }
      }
      let isDue = first.map {
        now >= last + Self.quietMilliseconds || now >= $0 + Self.longestMilliseconds
      }
      if isDue ?? false || isEnding && first != nil {
        do {
          if let commit = try look(), commit.summary.changesDocuments { try report(commit) }
          (first, isBusy) = (nil, false)
        } catch IndexError.locked {
          // Once more after a while; nothing is lost.
          if !isBusy { busy() }
          (isBusy, last) = (true, now)
          first = now
        }
      }
      if isEnding { return }
    }
  }

  /// How often it is looked whether the roots are what they were: nobody tells that a folder has been made
  /// anew, for what was watched was the old one.
  private static let rootMilliseconds: UInt64 = 1_000

  /// Looks what has become of the roots; true where one has come back, or is another one now.
  private func checkRoots(_ notice: (String) -> Void) -> Bool {
    var hasCome = false
    for at in roots.indices {
      let (path, known) = roots[at]
      let number = number(of: path)
      guard number != known else { continue }
      roots[at].number = number
      // The folder of a file is watched, and tells when another takes its place.
      if known != nil, number != nil, isFile(path) { continue }
      let name = path.isEmpty ? target.base : path
      if number == nil {
        notice("\(name) is not there any more; waiting for it to come back")
        continue
      }
      notice(known == nil ? "\(name) is there again" : "\(name) is another one now")
      places = nil
      hasCome = true
    }
    return hasCome
  }

  private func isFile(_ path: String) -> Bool {
    let place = PathName(spelled: PathText.normalized(path, from: target.base))
    return (try? PathStatus(of: place))?.kind == .file
  }

  /// The number of a file or folder in its file system; nil if it is not there.
  private func number(of path: String) -> UInt64? {
    let place = PathName(spelled: PathText.normalized(path, from: target.base))
    return (try? PathStatus(of: place))?.stamp.inode
  }

  /// Remembers where something has happened; false for what is of no interest.
  private func note(_ event: FileEvents.Event) -> Bool {
    switch event {
    case .lost:
      places = nil
    case .changed(let folder, let name, _):
      if name.elementsEqual(IndexLocation.folderName.utf8) { return false }
      let isIgnoreFile = IgnoreScope.Kind.allCases.contains { $0.fileName == name }
      let path = folder.appending(name).relative(to: PathName(target.base)).text
      if isIgnoreFile || rules.maximumDepth != nil {
        places = nil
      } else {
        places?.insert(ExactName(path))
        if places?.count ?? 0 > Self.placeLimit { places = nil }
      }
    }
    return true
  }

  /// Looks where something has happened, and commits; nil if it was nothing.
  private func look() throws -> Commit? {
    guard let places else {
      // With nothing to look at what is indexed stays.
      if !roots.isEmpty, roots.allSatisfy({ $0.number == nil }) { return nil }
      let commit = try synchronise([], keepsRoots: false)
      self.places = []
      return commit
    }
    let table = try SearchIndex.open(at: target.place.path).snapshot().fileTable() ?? FileTable()
    let source = try source()
    let wanted = places.map(\.text).filter { path in
      if source.isThere(path) {
        return table.roots.contains {
          PathText.covers(root: $0, path: path) && source.reaches(path, from: $0)
        }
      }
      return table.entries.contains { PathText.covers(root: path, path: $0.path) }
    }
    guard !wanted.isEmpty else {
      self.places = []
      return nil
    }
    let commit = try synchronise(
      SyncPlan.mergedRoots([], wanted.sorted(by: PathText.precedes)), keepsRoots: true)
    self.places = []
    if let watchProblem { throw watchProblem }
    return commit
  }

  private func source() throws(CommandError) -> FolderSource {
    var source = try FolderSource(
      base: target.base, indexPath: target.place.path, rules: rules
    ) { folder in
      do throws(CommandError) {
        try self.events.watch(folder)
      } catch {
        self.watchProblem = error
      }
    }
    try source.configure(home: target.place.home)
    return source
  }

  /// Watches the folders of roots that are files, which no walk enters.
  private func watchFolders(ofFiles source: FolderSource) throws {
    let table = try SearchIndex.open(at: target.place.path).snapshot().fileTable()
    for root in table?.roots ?? [] {
      guard let file = source.file(at: root) else { continue }
      let path = PathName(bytes: file.location)
      try events.watch(PathName(bytes: Array(path.bytes.dropLast(path.lastComponent.count + 1))))
    }
  }

  private func synchronise(_ roots: [String], keepsRoots: Bool) throws -> Commit {
    let start = monotonicNanoseconds()
    var session = IndexSession(
      location: target.place, base: target.base, source: try source(),
      request: IndexSession.Request(
        roots: roots, memoryBudget: memoryBudget, threadCount: processorCount(), rebuilds: false,
        keepsRoots: keepsRoots))
    session.isStopping = isStopping
    let outcome = try session.run()
    if !keepsRoots { try watchFolders(ofFiles: session.source) }
    if let watchProblem { throw watchProblem }
    return Commit(
      summary: outcome.summary, documentCount: outcome.documentCount,
      seconds: Double(monotonicNanoseconds() &- start) / 1e9)
  }
}
