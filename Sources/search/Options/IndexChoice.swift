import Index

/// Which indexes are meant: what was typed, before anything is looked for.
struct IndexChoice: Equatable, Sendable {
  /// The index folders that were named.
  var folders: [String] = []
  /// The collections of the configuration that were named; each stands for the indexes of its folders.
  var collections: [String] = []

  /// Whether anything was named.
  var isNamed: Bool { !folders.isEmpty || !collections.isEmpty }

  /// The indexes that were named, each once: folders first, then those of collections.
  func named(from current: String) throws(CommandError) -> [IndexLocation] {
    var places = folders.map { IndexLocation(typed: $0, from: current) }
    if !collections.isEmpty {
      let known = try Configuration.loadHere(from: current).collections()
      for name in collections { places += try Self.places(of: name, known) }
    }
    var paths = Set<ExactName>()
    return places.filter { place in
      let path = (try? resolvePath(PathName(place.path)))?.text ?? place.path
      return paths.insert(ExactName(path)).inserted
    }
  }

  private static func places(
    of name: String, _ known: [(name: String, folders: [String])]
  ) throws(CommandError) -> [IndexLocation] {
    guard let found = known.first(where: { $0.name == name }) else {
      let names = known.map(\.name).joined(separator: ", ")
      throw CommandError(
        "there is no collection '\(name)'; "
          + (names.isEmpty ? "the configuration names none" : "there are: \(names)"))
    }
    return found.folders.map { IndexLocation(home: $0) }
  }

  /// The one index that was named, for what works on one; nil if none was.
  ///
  /// - Throws: ``CommandError`` when several were.
  func namedOne(from current: String) throws(CommandError) -> IndexLocation? {
    let places = try named(from: current)
    guard places.count <= 1 else {
      let names = places.map(\.path).joined(separator: ", ")
      throw CommandError("this works on one index, and \(places.count) are named: \(names)")
    }
    return places.first
  }

  /// The one index that is meant: the one that was named, or else the nearest.
  ///
  /// - Throws: ``CommandError`` when there is none, or several were named.
  func existing() throws(CommandError) -> IndexLocation {
    guard let place = try namedOne(from: try currentDirectory()) else { return try nearest() }
    try requireIndex(place)
    return place
  }

  /// All indexes that are meant: those that were named, or else the nearest.
  ///
  /// - Throws: ``CommandError`` when one of a collection is not there, or none is found.
  func allExisting() throws(CommandError) -> [IndexLocation] {
    let places = try named(from: try currentDirectory())
    if places.isEmpty { return [try nearest()] }
    for place in places { try requireIndex(place) }
    return places
  }

  private func nearest() throws(CommandError) -> IndexLocation {
    try IndexLocation.find(typed: nil, from: try currentDirectory()) { pathKind($0) == .folder }
  }

  /// What is wrong with a folder that was named itself is said where it is opened.
  private func requireIndex(_ place: IndexLocation) throws(CommandError) {
    guard !collections.isEmpty, let home = place.home, pathKind(place.path) != .folder else {
      return
    }
    throw CommandError(
      "\(home) has no index; make one with: search index \(home) --index \(home)/.search")
  }
}
