/// Commands of the user that make text of files, by extension. The command gets the file's path as its
/// last argument, and prints plain text, Markdown or HTML in UTF-8.
struct ExternalExtractors: Sendable, Equatable {
  /// For each extension, in lower case and without the dot, the program and its arguments.
  var commands: [String: [String]] = [:]

  /// The command for a file; nil if the user has named none.
  func command(for path: PathName) -> [String]? {
    guard !commands.isEmpty else { return nil }
    let command = commands[path.lowercasedExtension]
    return command?.isEmpty == false ? command : nil
  }
}
