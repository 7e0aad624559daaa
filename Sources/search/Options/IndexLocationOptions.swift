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
    try IndexLocation.existing(typed: folder)
  }
}

extension IndexLocation {
  /// The index that was named, or else the nearest one.
  ///
  /// - Throws: ``CommandError`` when there is none.
  static func existing(typed: String?) throws(CommandError) -> IndexLocation {
    try find(typed: typed, from: try currentDirectory()) { pathKind($0) == .folder }
  }
}
