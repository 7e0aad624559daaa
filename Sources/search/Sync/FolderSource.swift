import Index

/// The files of a folder on disk.
struct FolderSource: DocumentSource {
  /// The absolute folder that paths are relative to.
  let base: String
  /// The index folder, which is not walked.
  let indexPath: String

  /// The path of a root that was typed, relative to the base.
  func root(typed: String, from current: String) throws(CommandError) -> String {
    typed
  }

  func walk(root: String, visit: (FoundFile) -> Void) throws(SourceFailure) -> [SkippedPath] {
    throw SourceFailure(reason: "folders cannot be read yet")
  }

  func contentHash(of file: FoundFile) throws(SourceFailure) -> UInt64 {
    throw SourceFailure(reason: "files cannot be read yet")
  }

  func readDocuments(
    of file: FoundFile, each: (FoundDocument) throws(IndexError) -> Void
  ) throws(IndexError) -> ReadOutcome {
    ReadOutcome(failure: "files cannot be read yet")
  }
}
