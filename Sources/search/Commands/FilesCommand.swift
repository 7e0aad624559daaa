import ArgumentParser
import Index

/// `search files`: lists the files of the index, and how they were read.
struct FilesCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "files", abstract: "List the files of the index, and how they were read.",
    discussion: """
      search files               path, format, documents, bytes; and why a file was left out
      search files --charset     the encoding of each file, what decided on it, and how surely
      search files --json        one JSON object a file

      What decides on an encoding: bom, utf-8, escapes, declared (by the file itself), detector, \
      neighbours (files of the same folder), forced (by --encoding). Mojibake is how much of the \
      text looks as if it had been decoded wrongly before it was written.

      Exit status: 0, or 1 when the index has no files.
      """)

  @OptionGroup
  var location: IndexLocationOptions

  @Flag(help: "The encoding of each file, what decided on it, and how surely.")
  var charset = false

  @Flag(help: "One JSON object a file.")
  var json = false

  mutating func execute() throws -> ExitStatus {
    let places = try location.choice.allExisting()
    let current = try currentDirectory()
    let output = StandardOutput()
    var shown: [FileTable.Entry] = []
    var isEmpty = true
    for place in places {
      let table = try SearchIndex.open(at: place.path).snapshot().fileTable() ?? FileTable()
      let name = AskedIndexName(path: place.path, base: place.home ?? table.base)
      isEmpty = isEmpty && table.entries.isEmpty
      if json {
        for entry in table.entries {
          try output.write(Self.object(entry, in: places.count > 1 ? name : nil).text + "\n")
        }
        continue
      }
      let paths = places.count > 1 ? PathDisplay(base: name.base, current: current) : .asIndexed
      for var entry in table.entries {
        entry.path = paths.shown(entry.path)
        shown.append(entry)
      }
    }
    if !shown.isEmpty {
      try output.write(charset ? Self.charsetTable(shown) : Self.table(shown))
    }
    try output.flush()
    return isEmpty ? .nothing : .success
  }

  private static func table(_ entries: [FileTable.Entry]) -> String {
    var table = TextTable([
      ("format", .left), ("documents", .right), ("bytes", .right), ("path", .left),
    ])
    for entry in entries {
      let remark = ReadingRemark(entry.remark)
      let reason = entry.skipReason.isEmpty ? "" : "  (\(TerminalText.escaped(entry.skipReason)))"
      table.add([
        remark.map { $0.format.isEmpty ? "-" : $0.format } ?? "-", String(entry.documentCount),
        String(entry.size),
        TerminalText.escaped(entry.path) + reason,
      ])
    }
    return table.text
  }

  private static func charsetTable(_ entries: [FileTable.Entry]) -> String {
    var table = TextTable([
      ("charset", .left), ("by", .left), ("sure", .right), ("mojibake", .right), ("path", .left),
    ])
    for entry in entries {
      let remark = ReadingRemark(entry.remark)
      let isKnown = remark?.charset.isEmpty == false
      table.add([
        isKnown ? TerminalText.escaped(remark?.charset ?? "") : "-",
        remark?.ground?.rawValue ?? "-",
        isKnown ? Self.hundredths(remark?.sureness) : "-",
        isKnown ? Self.hundredths(remark?.mojibake) : "-", TerminalText.escaped(entry.path),
      ])
    }
    return table.text
  }

  /// A share with two digits.
  private static func hundredths(_ share: Double?) -> String {
    let value = Int(((share ?? 0) * 100).rounded())
    return "\(value / 100).\(value % 100 < 10 ? "0" : "")\(value % 100)"
  }

  private static func object(
    _ entry: FileTable.Entry, in index: AskedIndexName?
  ) -> JSONObject {
    let remark = ReadingRemark(entry.remark)
    var object = JSONObject(type: "file")
    if let index {
      object.set("index", index.path)
      object.set("base", index.base)
    }
    object.set("path", entry.path)
    object.set("format", remark?.format ?? "")
    object.set("documents", Int(entry.documentCount))
    object.set("bytes", Int(clamping: entry.size))
    if !entry.skipReason.isEmpty { object.set("skipped", entry.skipReason) }
    if let remark, !remark.charset.isEmpty {
      object.set("charset", remark.charset)
      object.set("charset_by", remark.ground?.rawValue ?? "")
      object.set("charset_sure", remark.sureness)
      object.set("mojibake", remark.mojibake)
    }
    return object
  }
}
