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

  /// The same without the parser.
  var choice: IndexChoice { IndexChoice(folder: folder, collection: collection) }

  /// The index that was named; nil if none was.
  func named(from current: String) throws(CommandError) -> IndexLocation? {
    try choice.named(from: current)
  }

  /// The index that was meant.
  ///
  /// - Throws: ``CommandError`` when there is none.
  func existing() throws(CommandError) -> IndexLocation { try choice.existing() }
}
