import Dispatch
import Foundation
import Index
import Synchronization

/// Eight threads that read and a writer that commits, for so many seconds: ConcurrentUse SECONDS
///
/// Not a test of the runner's, so that `make tsan` compiles nothing but the library under the thread
/// sanitizer. After commit number n the newest hundred documents of `common` are there, `word<n>` is in one
/// of them, and the counter says n: whatever else a snapshot shows is wrong.
@main
enum ManyReaders {
  /// What is counted.
  private final class Figures: Sendable {
    let commits = Atomic<Int>(0)
    let snapshots = Atomic<Int>(0)
    let searches = Atomic<Int>(0)
    let wrong = Atomic<Int>(0)
    let isDone = Atomic<Bool>(false)
  }

  private static let readerCount = 8
  private static let keptCount = 100

  static func main() throws {
    let seconds = Double(CommandLine.arguments.dropFirst().first ?? "") ?? 5
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "concurrent-use-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let index = try SearchIndex.openOrCreate(at: folder.path())
    let figures = Figures()
    let group = DispatchGroup()
    func start(_ body: @escaping @Sendable () throws -> Void) {
      group.enter()
      let thread = Thread {
        do {
          try body()
        } catch {
          print("error: \(error)")
          figures.wrong.add(1, ordering: .relaxed)
        }
        group.leave()
      }
      thread.start()
    }
    let end = Date().addingTimeInterval(seconds)
    start {
      defer { figures.isDone.store(true, ordering: .releasing) }
      try write(index, figures) { Date() >= end }
    }
    for _ in 0..<readerCount { start { try read(index, figures) } }
    group.wait()
    let problems = try index.check(isFull: true).problems
    problems.forEach { print("problem: \($0)") }
    let wrong = figures.wrong.load(ordering: .relaxed) + problems.count
    print(
      "concurrent use: \(Int(seconds)) s, \(readerCount) readers, "
        + "\(figures.commits.load(ordering: .relaxed)) commits, "
        + "\(figures.snapshots.load(ordering: .relaxed)) snapshots, "
        + "\(figures.searches.load(ordering: .relaxed)) searches: \(wrong) wrong")
    exit(wrong == 0 ? 0 : 1)
  }

  private static func write(
    _ index: SearchIndex, _ figures: Figures, until isEnd: () -> Bool
  ) throws {
    let writer = try index.makeWriter(threadCount: 2)
    var number = 0
    while !isEnd() {
      number += 1
      try writer.add(
        Document(
          key: "d\(number % keptCount)", title: "T", body: "common word\(number) 半导体",
          fields: [Document.Field("kind", "note")]))
      try writer.add(Document(key: "counter", body: "count n\(number)"))
      if number % 3 == 0 { try writer.add(Document(key: "other", body: "other text \(number)")) }
      if number % 3 == 1 { try writer.delete(key: "other") }
      if number % 11 == 0 { try writer.optimize(number % 2 == 0 ? .similarity : .arrival) }
      try writer.commit()
      figures.commits.add(1, ordering: .relaxed)
    }
  }

  private static func read(_ index: SearchIndex, _ figures: Figures) throws {
    var last = 0
    while true {
      let isLast = figures.isDone.load(ordering: .acquiring)
      let snapshot = try index.snapshot()
      figures.snapshots.add(1, ordering: .relaxed)
      let number = try self.number(snapshot)
      if number < last { figures.wrong.add(1, ordering: .relaxed) }
      last = number
      let kept = min(number, keptCount)
      let expected: [(String, Int)] = [
        ("common", kept), ("半导体", kept), ("\"common word\(number)\"", number > 0 ? 1 : 0),
        ("word\(number + 1)", 0), ("word\(number - keptCount)", 0), ("comm*", kept),
        ("kind:note AND common", kept), ("common -word\(number)", max(0, kept - 1)),
      ]
      for (text, count) in expected where number > 0 {
        let result = try snapshot.search(text, limit: 3)
        figures.searches.add(1, ordering: .relaxed)
        if result.totalCount != count {
          print("commit \(number): \(text) finds \(result.totalCount), not \(count)")
          figures.wrong.add(1, ordering: .relaxed)
        }
      }
      if isLast { return }
    }
  }

  /// Which commit a snapshot shows.
  private static func number(_ snapshot: Snapshot) throws -> Int {
    guard let hit = try snapshot.search("count", limit: 1).hits.first,
      let body = try snapshot.document(for: hit)?.body
    else { return 0 }
    return Int(body.dropFirst("count n".count)) ?? 0
  }
}
