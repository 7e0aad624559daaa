/// A segment as the writer sees it: what is on disk, and which deletes are not yet.
struct WorkingSegment {
  private(set) var open: OpenSegment
  private(set) var entry: Manifest.Segment

  init(_ open: OpenSegment, entry: Manifest.Segment) {
    self.open = open
    self.entry = entry
  }

  /// Deletes a document; false if it was deleted before.
  mutating func delete(_ document: DocID) -> Bool { open.live.delete(document) }

  /// Writes the deletes that the last commit did not have, under a name of this generation.
  mutating func writeDeletes(
    _ generation: UInt64, _ commit: CommitProtocol
  ) throws(IndexError) {
    guard open.live.deletedCount != entry.deletedCount else { return }
    entry.deletesSeal = try commit.write(
      SegmentFormat.deletesFileName(entry.id, generation: generation), kind: .deletes,
      fileID: generation, section: .deletes, open.live.encoded())
    entry.deletesGeneration = generation
    entry.deletedCount = open.live.deletedCount
  }
}
