import ArgumentParser
import Index

/// `search collections`: the folders that the configuration has names for.
struct CollectionsCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "collections",
    abstract: "List the collections that the configuration names.",
    discussion: """
      A collection is a name for a folder whose index is asked from anywhere: search --in notes WORDS. One \
      of several folders asks all their indexes as one. \
      It is named in the configuration:

        collections:
          notes: ~/notes
          papers: [~/work/papers, ~/mail]
      """)

  @Flag(help: "One JSON object a line.")
  var json = false

  mutating func execute() throws -> ExitStatus {
    let configuration = try Configuration.loadHere(from: try currentDirectory())
    if let warning = configuration.warning { printError(warning) }
    let collections = configuration.collections()
    let output = StandardOutput()
    for collection in collections {
      for folder in collection.folders {
        try output.write(line(collection.name, folder) + "\n")
      }
    }
    try output.flush()
    if collections.isEmpty { printError("the configuration names no collections") }
    return collections.isEmpty ? .nothing : .success
  }

  private func line(_ name: String, _ folder: String) -> String {
    let path = IndexLocation(home: folder).path
    let count = try? SearchIndex.open(at: path).snapshot().documentCount
    if json {
      var object = JSONObject(type: "collection")
      object.set("name", name)
      object.set("path", folder)
      if let count { object.set("documents", count) }
      return object.text
    }
    let state = count.map { $0 == 1 ? "1 document" : "\($0) documents" } ?? "no index"
    return "\(TerminalText.escaped(name))  \(TerminalText.escaped(folder))  \(state)"
  }
}
