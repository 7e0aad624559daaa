import Index

// Indexes lines of a log as they come, keeps so many days of them, and answers queries.
//
//     LogIndex INDEX KEPT-DAYS QUERY < LOG
//
// A line is `2026-11-22T01:02:03 LEVEL message`. Its key begins with its day, so that a day is deleted at
// once by its prefix.

struct Entry: IndexableDocument {
  static let documentMembers = DocumentMembers(
    key: "key", title: "none", body: "message", unsearched: ["level", "day"])
  var key: String
  var message: String
  var level: String
  var day: String
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let keptDays = Int(arguments[2]), keptDays > 0 else {
  fatalError("usage: LogIndex INDEX KEPT-DAYS QUERY < LOG")
}
let index = try SearchIndex.openOrCreate(at: arguments[1])
let writer = try index.makeWriter(memoryBudget: 32 << 20, threadCount: 2)
// A commit between lines of a log must not take long.
writer.mergedByteLimit = 64 << 20
writer.onProgress = { progress in
  if progress.stage == .committed { print("committed \(progress.documentCount) lines") }
}
var days = try knownDays(index.snapshot())
var number = writer.documentCount
while let line = readLine() {
  let parts = line.split(separator: " ", maxSplits: 2)
  guard parts.count == 3, parts[0].utf8.count >= 10 else { continue }
  let day = String(parts[0].prefix(10))
  number += 1
  try writer.add(
    Entry(
      key: "\(parts[0]) \(number)", message: String(parts[2]), level: String(parts[1]), day: day))
  days.insert(day)
  if number % 10_000 == 0 { try writer.commit() }
}
for day in days.sorted().dropLast(keptDays) {
  let count = try writer.delete(keyPrefix: day)
  if count > 0 { print("deleted \(count) lines of \(day)") }
}
try writer.commit()

let snapshot = try index.snapshot()
for hit in try snapshot.search(arguments[3], matching: .all).hits {
  guard let entry = try snapshot.decode(Entry.self, for: hit) else { continue }
  print(entry.day, entry.level, entry.message)
}

/// The days that the index has lines of, found from line to line by their keys.
func knownDays(_ snapshot: Snapshot) throws -> Set<String> {
  var days: Set<String> = []
  for hit in try snapshot.search(.everything, limit: snapshot.documentCount).hits {
    days.insert(String(hit.key.prefix(10)))
  }
  return days
}
