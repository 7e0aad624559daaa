import Index
import Synchronization
import Tokenizer

/// Keeps the indexes of a full-screen search up to date while somebody types, as a query does before it is
/// asked, but beside the searches and not before them.
final class IndexKeeper: Sendable {
  /// Files are not looked at more often than this.
  private static let restSeconds = 2.0
  /// How long one look may take.
  private static let lookSeconds = 1.0

  private let indexes: [UpdatedIndex]
  private let generations: Mutex<[UInt64]>
  private let wishes: WakePipe

  /// - Throws: ``CommandError`` if the system gives no pipe.
  init(_ asked: AskedIndexes) throws(CommandError) {
    indexes = asked.indexes
    generations = Mutex(Self.generations(of: asked))
    wishes = try WakePipe()
  }

  /// Starts the thread; without one the indexes stay as they are.
  ///
  /// - Parameter report: is given the indexes when they have changed.
  func start(report: @escaping @Sendable (AskedIndexes) -> Void) {
    _ = WorkerThread { self.run(report) }
  }

  /// Says that somebody is searching.
  func look() { wishes.signal() }

  private func run(_ report: (AskedIndexes) -> Void) {
    // The indexes have been brought up to date just now.
    var last = monotonicNanoseconds()
    while true {
      wishes.wait()
      guard monotonicNanoseconds() &- last > UInt64(Self.restSeconds * 1e9) else { continue }
      for index in indexes where index.isTrusted {
        _ = IndexUpdate(
          place: index.place, seconds: Self.lookSeconds / Double(indexes.count)
        ).run()
      }
      last = monotonicNanoseconds()
      // An index that cannot be opened now stays as it was.
      guard let asked = try? AskedIndexes(indexes) else { continue }
      let found = Self.generations(of: asked)
      let hasChanged = generations.withLock { known in
        defer { known = found }
        return known != found
      }
      if hasChanged { report(asked) }
    }
  }

  private static func generations(of asked: AskedIndexes) -> [UInt64] {
    asked.indexes.indices.map { asked.snapshot(ofMember: $0).generation }
  }
}

/// Says of hits whether their files are as they were indexed.
struct FreshnessMarker {
  private let verifiers: [HitVerifier?]

  init(_ asked: AskedIndexes) {
    verifiers = asked.indexes.enumerated().map { member, index in
      guard index.isTrusted else { return nil }
      return HitVerifier(
        asked.snapshot(ofMember: member), of: asked.snapshot, at: index.place,
        question: HitVerifier.Question(text: "", mode: .any, fold: .letters),
        wishes: PageBuilder.Wishes(), looksForGone: false)
    }
  }

  /// Marks the hits; nothing is read but what tells whether a file has changed.
  func mark(_ hits: inout [HitRecord]) {
    for at in hits.indices where verifiers.indices.contains(hits[at].member) {
      hits[at].freshness = verifiers[hits[at].member]?.freshness(of: hits[at].name.path)
    }
  }
}
