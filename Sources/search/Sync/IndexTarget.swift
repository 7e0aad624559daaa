import Index

/// The index that files are put into, and what it knows of them.
struct IndexTarget {
  /// Where the index is, or is to be made.
  let place: IndexLocation
  /// What it knows of its files; nil where there is none, or it cannot say.
  let table: FileTable?
  /// The absolute folder that keys are relative to.
  let base: String
  /// Whether the base that the index was made in has gone; ``base`` is then the current directory.
  let hasMoved: Bool

  /// The index there is, named or found upward, or else the one to be made in the current directory.
  init(_ location: IndexLocationOptions, from current: String) throws(CommandError) {
    place =
      try location.named(from: current)
      ?? IndexLocation.upward(from: current) { pathKind($0) == .folder }
      ?? IndexLocation(home: current)
    table = Self.table(of: place)
    let known = place.home ?? table.flatMap { $0.base.isEmpty ? nil : $0.base } ?? current
    hasMoved = pathKind(known) != .folder
    base = hasMoved ? current : known
  }

  private static func table(of place: IndexLocation) -> FileTable? {
    guard pathKind(place.path) == .folder else { return nil }
    do throws(IndexError) {
      return try SearchIndex.open(at: place.path).snapshot().fileTable()
    } catch {
      // What is wrong with the index is said where it is opened for writing.
      let remains = try? SearchIndex.remains(at: place.path)
      return remains?.fileTable
    }
  }

  /// Why nothing can be done without the base, and what to do.
  var movedError: CommandError {
    let known = place.home ?? table?.base ?? ""
    return CommandError(
      "\(known), which this index was made in, is not there; if it was moved, make the index anew "
        + "with the new paths: search index --rebuild --index DIR PATH…")
  }
}
