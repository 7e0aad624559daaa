import ArgumentParser

/// Which index a command works on: what was typed, nothing computed.
struct IndexLocationOptions: ParsableArguments {
  @Option(
    name: .customLong("index"),
    help: ArgumentHelp(
      "The index folder. Default: .search/index here or in the nearest folder above.",
      valueName: "dir"))
  var folder: String?

  /// The index that was meant.
  ///
  /// - Throws: ``CommandError`` when there is none.
  func existing() throws(CommandError) -> IndexLocation {
    let current = try currentDirectory()
    return try IndexLocation.find(typed: folder, from: current) {
      pathKind($0) == .folder
    }
  }
}
