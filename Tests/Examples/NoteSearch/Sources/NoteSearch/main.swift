import Foundation
import Index

// Searches a folder of notes, each a text file: NoteSearch INDEX NOTES QUERY
//
// What has changed since the last time is indexed first: a note's length and time are its stamp, and a note
// that has gone is deleted.

struct Note: IndexableDocument {
  static let documentMembers = DocumentMembers(key: "path", unsearched: ["path", "stamp"])
  var path: String
  var title: String
  var body: String
  var stamp: String
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
  print("usage: NoteSearch INDEX NOTES QUERY")
  exit(2)
}
let index = try SearchIndex.openOrCreate(at: arguments[1])
try update(index, from: URL(filePath: arguments[2]))

let snapshot = try index.snapshot()
let query = try snapshot.parse(arguments[3], matching: .all)
let answer = try snapshot.search(query, limit: 20)
if answer.hits.isEmpty { print("nothing; nearest:", answer.nearest.map(\.key)) }
for hit in answer.hits {
  guard let snippet = try snapshot.snippet(for: hit, query: query) else { continue }
  print("\(hit.key): \(marked(snippet.text, snippet.ranges))")
}
if let best = answer.hits.first {
  for hit in try snapshot.similar(to: best.key, limit: 1).hits { print("see also \(hit.key)") }
}

/// Brings the index up to date with the folder.
func update(_ index: SearchIndex, from folder: URL) throws {
  let before = try index.snapshot()
  let writer = try index.makeWriter()
  let files = try FileManager.default.contentsOfDirectory(
    at: folder, includingPropertiesForKeys: [.fileSizeKey, .contentModificationDateKey])
  var names: Set<String> = []
  for file in files where file.pathExtension == "txt" {
    let name = file.lastPathComponent
    names.insert(name)
    let values = try file.resourceValues(forKeys: [.fileSizeKey, .contentModificationDateKey])
    let time = values.contentModificationDate?.timeIntervalSince1970 ?? 0
    let stamp = "\(values.fileSize ?? 0) \(time)"
    if try stored(name, before)?.stamp == stamp { continue }
    let text = try String(contentsOf: file, encoding: .utf8)
    let title = text.prefix { $0 != "\n" }
    try writer.add(
      Note(
        path: name, title: String(title), body: String(text.dropFirst(title.count)), stamp: stamp))
  }
  for hit in try before.search(.everything, limit: before.documentCount).hits
  where !names.contains(hit.key) {
    try writer.delete(key: hit.key)
  }
  try writer.commit()
}

/// A note as the index has it.
func stored(_ name: String, _ snapshot: Snapshot) throws -> Note? {
  guard let address = try snapshot.address(ofKey: name) else { return nil }
  return try snapshot.decode(Note.self, at: address)
}

/// The text with its matches between « and », on one line.
func marked(_ text: String, _ ranges: [Range<String.Index>]) -> String {
  var result = ""
  var end = text.startIndex
  for range in ranges {
    result += text[end..<range.lowerBound] + "«" + text[range] + "»"
    end = range.upperBound
  }
  return (result + text[end...]).split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
