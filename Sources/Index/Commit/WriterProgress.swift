/// How far a writer is; see ``IndexWriter/onProgress``.
public struct WriterProgress: Sendable, Equatable {
  /// What the writer does.
  public enum Stage: Sendable, Equatable {
    /// Documents that were held in memory have been written as a segment.
    case wroteSegment
    /// So many segments are about to be merged.
    case merging(segmentCount: Int)
    /// They have been.
    case merged
    /// A commit has been published.
    case committed
  }

  /// What has just happened, or is about to.
  public var stage: Stage
  /// Live documents, those that are not committed yet included.
  public var documentCount: Int
}

extension IndexWriter {
  /// Tells who wants to know.
  func report(_ stage: WriterProgress.Stage) {
    onProgress?(WriterProgress(stage: stage, documentCount: documentCount))
  }
}
