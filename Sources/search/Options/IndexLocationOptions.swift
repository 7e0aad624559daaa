import ArgumentParser

/// Which index a command works on: what was typed, nothing computed.
struct IndexLocationOptions: ParsableArguments {
  @Option(
    name: .customLong("index"),
    help: ArgumentHelp(
      "The index folder. Default: .search/index here or in the nearest folder above.",
      valueName: "dir"))
  var folder: String?

  @Option(
    name: .customLong("in"),
    help: ArgumentHelp(
      "The index of a collection that the configuration names; see: search collections.",
      valueName: "name"))
  var collection: String?

  mutating func validate() throws {
    if folder != nil, collection != nil {
      throw ValidationError("--index and --in exclude each other")
    }
  }

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

  /// The index that was meant.
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
    return try IndexLocation.find(typed: folder, from: current) {
      pathKind($0) == .folder
    }
  }
}
