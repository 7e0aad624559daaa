/// Publishes commits. Nothing that has been published is ever changed; the one atomic step is a
/// rename.
///
/// 1. Segments and deletes are written under names never used before, and are durable (their
///    writer has called fsync).
/// 2. fsync of the folder: their names are durable before anything points at them.
/// 3. The manifest is written as `pending-<generation>`, and is durable.
/// 4. It is renamed to `manifest-<generation>`: from here on the commit is there or not, whole.
/// 5. fsync of the folder: only now the commit survives a power cut, and only now it is reported.
/// 6. The commit is noted in the lock's file. A reader that finds a note of a commit and no such manifest
///    knows that somebody has removed it: it would else give old answers and not know. (The note is
///    written when the manifest is durable, so that no power cut makes one without the other. It is
///    not synced: an older one, or none, is as if nothing had been noted.)
/// 7. Files that only commits before the last two need are removed. A file that comes back after
///    a crash is ignored, and removed by the next writer.
struct CommitProtocol {
  let fileSystem: any FileSystem
  let indexID: IndexID

  static let lockName = "write.lock"
  /// How many commits are kept, so that a reader that is just opening the last but one succeeds.
  static let keptCommitCount = 2

  /// One more than any generation that a file's name gives; a name is never used twice.
  func nextGeneration() throws(IndexError) -> UInt64 {
    let named = try fileSystem.list().compactMap { IndexFileName($0)?.generation }.max() ?? 0
    let used = max(named, fileSystem.noted(in: Self.lockName) ?? 0)
    guard used < UInt64.max else {
      throw .corrupt(file: hexName(used), offset: 0, what: "a file's name has the last generation")
    }
    return used + 1
  }

  /// Steps 2 to 5. Gives the seal of the manifest's file.
  @discardableResult
  func publish(_ manifest: Manifest) throws(IndexError) -> SealedFileSeal {
    try fileSystem.syncDirectory()
    let pending = Manifest.pendingName(manifest.generation)
    let writer = try SealedFileWriter(
      pending, kind: .manifest, indexID: indexID, fileID: manifest.generation, on: fileSystem)
    let seal: SealedFileSeal
    do throws(IndexError) {
      try writer.write(.manifest, manifest.encoded())
      seal = try writer.finish()
    } catch {
      writer.abandon()
      throw error
    }
    do {
      try fileSystem.rename(pending, to: Manifest.fileName(manifest.generation))
    } catch {
      // A rename may have happened although it reports a failure (network file systems): then the
      // files it names must stay.
      let names = try? fileSystem.list()
      if case .io(_, let path, let code) = error,
        names?.contains(Manifest.fileName(manifest.generation)) ?? true
      {
        throw .commitOutcomeUnknown(path: path, errno: code)
      }
      writer.abandon()
      throw error
    }
    do {
      try fileSystem.syncDirectory()
    } catch .io(_, let path, let code) {
      throw .commitOutcomeUnknown(path: path, errno: code)
    }
    return seal
  }

  /// Writes one section into a file of its own, durable.
  func write(
    _ name: String, kind: SealedFileKind, fileID: UInt64, section: SectionKind, _ bytes: [UInt8]
  ) throws(IndexError) -> SealedFileSeal {
    let writer = try SealedFileWriter(
      name, kind: kind, indexID: indexID, fileID: fileID, on: fileSystem)
    do {
      try writer.write(section, bytes)
      return try writer.finish()
    } catch {
      writer.abandon()
      throw error
    }
  }

  /// Step 7. Only files whose names this program gives are touched. Failures do no harm: what is
  /// left over is removed next time.
  ///
  /// - Parameter keptCount: how many commits are kept, the current one included.
  /// - Precondition: the writer's lock is held.
  func removeUnneededFiles(
    except current: Manifest, keeping keptCount: Int = CommitProtocol.keptCommitCount
  ) {
    guard let names = try? fileSystem.list() else { return }
    var needed = current.fileNames
    let generations = names.compactMap { IndexFileName($0) }
      .filter { $0.kind == .manifest && $0.generation < current.generation }
      .map(\.generation).sorted(by: >)
    for generation in generations.prefix(keptCount - 1) {
      // A previous commit that cannot be read keeps nothing.
      if let known = try? CommittedState.readManifest(generation, on: fileSystem) {
        needed.formUnion(known.manifest.fileNames)
      }
    }
    // Manifests first: if this is stopped, no manifest is left whose files have gone.
    let unneeded = names.compactMap { name in IndexFileName(name).map { (name, $0.kind) } }
      .filter { !needed.contains($0.0) }
    for (name, _) in unneeded.filter({ $0.1 == .manifest }) + unneeded.filter({ $0.1 != .manifest })
    {
      try? fileSystem.unlink(name)
    }
  }
}
