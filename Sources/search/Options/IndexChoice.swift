import Index

/// Which index is meant: what was typed, before anything is looked for.
struct IndexChoice: Equatable, Sendable {
  /// The index folder, if it was named.
  var folder: String?
  /// The collection of the configuration whose index is meant, if it was named.
  var collection: String?

  /// Whether anything was named.
  var isNamed: Bool { folder != nil || collection != nil }

  /// The index that was named; nil if none was.
  func named(from current: String) throws(CommandError) -> IndexLocation? {
    if let folder { return IndexLocation(typed: folder, from: current) }
    guard let collection else { return nil }
    let known = try Configuration.loadHere(from: current).collections()
    guard let found = known.first(where: { $0.name == collection }) else {
      let names = known.map(\.name).joined(separator: ", ")
      throw CommandError(
        "there is no collection '\(collection)'; "
          + (names.isEmpty ? "the configuration names none" : "there are: \(names)"))
    }
    guard found.folders.count == 1 else {
      throw CommandError(
        "the collection '\(collection)' has \(found.folders.count) folders, and only one index can be "
          + "asked at a time: make an index of all of them, or name each")
    }
    return IndexLocation(home: found.folders[0])
  }

  /// The index that is meant: the one that was named, or else the nearest.
  ///
  /// - Throws: ``CommandError`` when there is none.
  func existing() throws(CommandError) -> IndexLocation {
    let current = try currentDirectory()
    if collection != nil, let place = try named(from: current) {
      guard pathKind(place.path) == .folder else {
        let home = place.home ?? place.path
        throw CommandError(
          "\(home) has no index; make one with: search index \(home) --index \(home)/.search")
      }
      return place
    }
    return try IndexLocation.find(typed: folder, from: current) { pathKind($0) == .folder }
  }
}
