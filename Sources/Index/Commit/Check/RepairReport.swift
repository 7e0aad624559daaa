/// What ``SearchIndex/repair(at:_:accounting:)`` found and did.
public struct RepairReport: Sendable, Equatable {
  /// A segment that is left out.
  public struct LostSegment: Sendable, Equatable {
    /// The file's name.
    public var name: String
    /// The file's length, as it was written.
    public var byteCount: UInt64
    /// Its documents that had not been deleted.
    public var documentCount: Int
  }

  /// What was found, as by ``SearchIndex/check(isFull:)``; empty if there is nothing to mend.
  public var problems: [CheckReport.Problem]
  /// The commit that is gone on from.
  public var generation: UInt64
  /// Newer commits that are given up, the newest first: they cannot be read, or more of this one is
  /// left.
  public var givenUp: [UInt64] = []
  /// Segments that are left out.
  public var lostSegments: [LostSegment] = []
  /// The keys of documents that are lost, as far as they can be read.
  public var lostKeys: [String] = []
  /// Documents that are lost and whose keys cannot be read.
  public var unknownLossCount = 0
  /// Live documents that are left.
  public var documentCount = 0
  /// The table of files that belongs to them.
  public var fileTable: FileTable?
  /// The commit that holds what is left; nil if nothing had to be done, or nothing was to be.
  public var newGeneration: UInt64?

  /// Creates a report of no loss.
  init(problems: [CheckReport.Problem], generation: UInt64) {
    self.problems = problems
    self.generation = generation
  }

  /// How many documents are lost.
  public var lostDocumentCount: Int { lostKeys.count + unknownLossCount }

  /// Adds a segment that is left out, with the keys of its documents.
  mutating func add(_ segment: RepairCandidate.Lost) {
    let live = segment.live ?? LiveDocuments(documentCount: segment.entry.documentCount)
    let count = segment.entry.documentCount - segment.entry.deletedCount
    lostSegments.append(
      LostSegment(
        name: SegmentFormat.fileName(segment.entry.id), byteCount: segment.entry.seal.byteCount,
        documentCount: count))
    var known = 0
    for document in 0..<(segment.reader?.documentCount ?? 0)
    where live.isLive(DocID(document)) {
      guard let key = try? segment.reader?.keys.key(of: DocID(document)) else { continue }
      lostKeys.append(String(decoding: key, as: UTF8.self))
      known += 1
    }
    // Where deletes cannot be read, keys of deleted documents are among them.
    unknownLossCount += max(0, count - known)
  }
}
