import ArgumentParser

/// `search trust`: lets a project's configuration name commands and folders.
struct TrustCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Trust the configuration of a folder as it is now.",
    discussion: """
      A folder's .search/config.yaml may come from somebody else. What it says of commands, of other \
      folders and of following links therefore counts only after this, and no more once it changes. It \
      is printed, so that it can be read.
      """)

  @Argument(help: "The folder. Default: the nearest one with a .search, from here upward.")
  var folder: String?

  @Flag(help: "Trust it no more.")
  var remove = false

  mutating func execute() throws -> ExitStatus {
    let current = try currentDirectory()
    let home =
      folder.map { PathText.normalized($0, from: current) }
      ?? IndexLocation.upward(from: current) { pathKind($0) == .folder }?.home
    guard let home else { throw CommandError("there is no .search here or in a folder above") }
    let path = Configuration.projectPath(of: home)
    let output = StandardOutput()
    if remove {
      let wasTrusted = try TrustStore().remove(path)
      try output.write(
        "\(TerminalText.escaped(path)) \(wasTrusted ? "is trusted no more" : "was not trusted")\n")
      try output.flush()
      return .success
    }
    guard pathKind(path) == .file else { throw CommandError("there is no \(path)") }
    let content = try readWhole(path)
    _ = try Configuration.members(content, path)
    try TrustStore().add(path, content)
    for line in String(decoding: content, as: UTF8.self).split(separator: "\n") {
      try output.write("  \(TerminalText.escaped(String(line)))\n")
    }
    try output.write("\(TerminalText.escaped(path)) is trusted as long as it stays as it is\n")
    try output.flush()
    return .success
  }
}
