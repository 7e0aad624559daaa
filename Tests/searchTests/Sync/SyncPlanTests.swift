import Index
import Testing

@testable import search

@Suite struct SyncPlanTests {
  private func file(_ path: String, size: UInt64 = 1, modified: Int64 = 1) -> FoundFile {
    FoundFile(path: path, size: size, modified: modified)
  }

  private func entry(_ path: String, size: UInt64 = 1, modified: Int64 = 1) -> FileTable.Entry {
    FileTable.Entry(path: path, size: size, modified: modified, contentHash: 9, documentCount: 1)
  }

  @Test func `each file is new, unchanged, touched or gone`() {
    let plan = SyncPlan(
      found: [file("d"), file("a"), file("b", size: 2), file("c", modified: 2)],
      remembered: [entry("a"), entry("b"), entry("c"), entry("e")], roots: [""])
    #expect(
      plan.steps == [
        .unchanged(entry("a")), .touched(file("b", size: 2), entry("b")),
        .touched(file("c", modified: 2), entry("c")), .new(file("d")), .gone(entry("e")),
      ])
  }

  @Test func `only what lies below the given paths goes`() {
    let plan = SyncPlan(
      found: [], remembered: [entry("a/x"), entry("ab"), entry("b/x")], roots: ["a"])
    #expect(plan.steps == [.gone(entry("a/x")), .kept(entry("ab")), .kept(entry("b/x"))])
  }

  @Test func `what cannot be looked at stays`() {
    let plan = SyncPlan(
      found: [], remembered: [entry("a/locked/x"), entry("a/y")], roots: ["a"],
      unreachable: ["a/locked"])
    #expect(plan.steps == [.kept(entry("a/locked/x")), .gone(entry("a/y"))])
  }

  @Test func `roots that overlap give each file once`() {
    let plan = SyncPlan(found: [file("a"), file("a")], remembered: [], roots: ["", "a"])
    #expect(plan.steps == [.new(file("a"))])
  }

  @Test func `names that differ only in composition are two files`() {
    let plan = SyncPlan(
      found: [file("\u{E9}"), file("e\u{301}")], remembered: [entry("\u{E9}")], roots: [""])
    #expect(plan.steps == [.new(file("e\u{301}")), .unchanged(entry("\u{E9}"))])
    guard case .new(let new)? = plan.steps.first else { return }
    #expect(new.path.utf8.count == 3)
  }

  @Test(arguments: [
    ([], ["a"], ["a"]), (["a"], ["a/b"], ["a"]), (["a/b", "c"], ["a"], ["a", "c"]),
    (["a"], [""], [""]), (["b"], ["a", "b"], ["a", "b"]),
  ])
  func `roots are remembered once`(old: [String], given: [String], expected: [String]) {
    #expect(SyncPlan.mergedRoots(old, given) == expected)
  }

  @Test func `what this version reads otherwise is read again`() {
    func entry(_ remark: String, skipped: String = "") -> FileTable.Entry {
      FileTable.Entry(
        path: "a", size: 1, modified: 1, contentHash: 9, documentCount: 1, skipReason: skipped,
        remark: remark)
    }
    func isRead(_ entry: FileTable.Entry) -> Bool {
      let plan = SyncPlan(found: [file("a")], remembered: [entry], roots: [""])
      guard case .touched(_, let other) = plan.steps[0] else { return false }
      // Its content does not decide.
      return other.contentHash != entry.contentHash
    }
    let now = ReadingRemark.currentVersion
    #expect(isRead(entry("html utf-8 utf-8 100 0")))
    #expect(isRead(entry("html utf-8 utf-8 100 0 1")))
    #expect(!isRead(entry("html utf-8 utf-8 100 0 \(now)")))
    #expect(!isRead(entry("plainText utf-8 utf-8 100 0")))
    #expect(isRead(entry("plainText    0 0", skipped: "not text")))
    #expect(!isRead(entry("plainText    0 0 \(now)", skipped: "not text")))
    #expect(!isRead(entry("")))
    var report = ReadReport()
    #expect(!ReadingRemark.isOutdated(entry(ReadingRemark(report).text, skipped: "x")))
    report.format = .html
    #expect(!ReadingRemark.isOutdated(entry(ReadingRemark(report).text)))
  }
}
