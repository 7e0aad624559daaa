import ArgumentParser
import Index

/// `search stats`: sizes and counts of an index.
struct StatsCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Show sizes and counts of the index.")

  @OptionGroup
  var location: IndexLocationOptions

  @Flag(help: "One JSON object.")
  var json = false

  mutating func execute() throws -> ExitStatus {
    let path = try location.existing().path
    let statistics = try SearchIndex.open(at: path).snapshot().statistics()
    let output = StandardOutput()
    if json {
      try output.write(Self.object(statistics, path: path).text + "\n")
    } else {
      try output.write(Self.text(statistics, path: path))
    }
    try output.flush()
    return .success
  }

  private static func text(_ statistics: IndexStatistics, path: String) -> String {
    var table = TextTable([("index", .left), (TerminalText.escaped(path), .left)])
    table.add(["analyzer", TerminalText.escaped(statistics.analyzer)])
    table.add(["ICU when made", TerminalText.escaped(statistics.icuVersion)])
    table.add(["stores text", statistics.storesText ? "yes" : "no"])
    let fields = statistics.fieldNames.map(TerminalText.escaped).joined(separator: ", ")
    table.add(["fields", fields])
    table.add(["generation", String(statistics.generation)])
    table.add(["documents", String(statistics.documentCount)])
    table.add(["deleted, not yet merged away", String(statistics.deletedDocumentCount)])
    table.add(["terms", String(statistics.termCount)])
    table.add(["words", String(statistics.wordCount)])
    table.add(["bytes", String(statistics.byteCount)])
    return table.text + "\n" + segments(statistics) + "\n" + sections(statistics)
  }

  private static func segments(_ statistics: IndexStatistics) -> String {
    var table = TextTable([
      ("segment", .left), ("documents", .right), ("live", .right), ("terms", .right),
      ("bytes", .right),
    ])
    for segment in statistics.segments {
      table.add([
        TerminalText.escaped(segment.name), String(segment.documentCount),
        String(segment.liveDocumentCount), String(segment.termCount), String(segment.byteCount),
      ])
    }
    return table.text
  }

  private static func sections(_ statistics: IndexStatistics) -> String {
    var table = TextTable([("section", .left), ("bytes", .right)])
    for section in statistics.sections {
      table.add([TerminalText.escaped(section.name), String(section.byteCount)])
    }
    return table.text
  }

  private static func object(_ statistics: IndexStatistics, path: String) -> JSONObject {
    var object = JSONObject(type: "stats")
    object.set("index", path)
    object.set("analyzer", statistics.analyzer)
    object.set("icu", statistics.icuVersion)
    object.set("stores_text", statistics.storesText)
    object.set("fields", statistics.fieldNames)
    object.set("generation", statistics.generation)
    object.set("documents", statistics.documentCount)
    object.set("deleted", statistics.deletedDocumentCount)
    object.set("terms", statistics.termCount)
    object.set("words", statistics.wordCount)
    object.set("bytes", statistics.byteCount)
    object.set("segments", statistics.segments.map(segment))
    var sections = JSONObject()
    for section in statistics.sections { sections.set(section.name, section.byteCount) }
    object.set("sections", sections)
    return object
  }

  private static func segment(_ segment: IndexStatistics.Segment) -> JSONObject {
    var object = JSONObject()
    object.set("name", segment.name)
    object.set("documents", segment.documentCount)
    object.set("live", segment.liveDocumentCount)
    object.set("terms", segment.termCount)
    object.set("bytes", segment.byteCount)
    return object
  }
}
