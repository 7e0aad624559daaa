import ArgumentParser

/// Which index a command works on: what was typed, nothing computed.
struct IndexLocationOptions: ParsableArguments {
  @Option(
    name: .customLong("index"),
    help: ArgumentHelp(
      "The index folder. Default: .search/index here or in the nearest folder above. Where indexes are "
        + "asked it may be given several times: they answer as one.",
      valueName: "dir"))
  var folders: [String] = []

  @Option(
    name: .customLong("in"),
    help: ArgumentHelp(
      "The index of a collection that the configuration names, or all indexes of one that has several "
        + "folders; see: search collections.",
      valueName: "name"))
  var collections: [String] = []

  /// The same without the parser.
  var choice: IndexChoice { IndexChoice(folders: folders, collections: collections) }

  /// The index folder that was named, if one was.
  var folder: String? { folders.first }

  /// The one index that was named; nil if none was.
  func named(from current: String) throws(CommandError) -> IndexLocation? {
    try choice.namedOne(from: current)
  }

  /// The one index that was meant.
  ///
  /// - Throws: ``CommandError`` when there is none, or several are named.
  func existing() throws(CommandError) -> IndexLocation { try choice.existing() }
}
