import Testing

@testable import search

@Suite struct ProgressMeterTests {
  private final class Screen {
    var now: UInt64 = 0
    var text: [String] = []
  }

  private func progress(_ begun: Int, of count: Int, _ path: String = "a.txt") -> SyncProgress {
    var progress = SyncProgress()
    progress.fileCount = count
    progress.begunFileCount = begun
    progress.byteCount = UInt64(count) * 1_000_000
    progress.doneByteCount = UInt64(begun) * 1_000_000
    progress.documentCount = begun
    progress.path = path
    return progress
  }

  @Test func `the line comes after half a second and goes at the end`() {
    let screen = Screen()
    let meter = ProgressMeter(
      style: .line { 80 }, clock: { screen.now }, write: { screen.text.append($0) })
    meter.show(progress(1, of: 10))
    screen.now = 499_000_000
    meter.show(progress(2, of: 10))
    #expect(screen.text.isEmpty)
    screen.now = 1_000_000_000
    meter.show(progress(5, of: 10))
    #expect(
      screen.text == ["\r5/10 files, 5 documents, 5.0 MB/s, 1 s left  a.txt\u{1B}[K"])
    screen.now += 50_000_000
    meter.show(progress(6, of: 10))
    #expect(screen.text.count == 1)
    meter.finish()
    #expect(screen.text.last == "\r\u{1B}[K")
  }

  @Test func `elsewhere there is a line every five seconds`() {
    let screen = Screen()
    let meter = ProgressMeter(
      style: .lines, clock: { screen.now }, write: { screen.text.append($0) })
    for _ in 0..<12 {
      screen.now += 1_000_000_000
      meter.show(progress(1, of: 3_601))
    }
    meter.finish()
    #expect(screen.text.count == 2)
    #expect(screen.text[0].hasPrefix("search: 1/3601 files, 1 documents, 0.2 MB/s, 5 h 0 min left"))
    #expect(screen.text.allSatisfy { $0.hasSuffix("\n") })
  }

  @Test func `the line keeps within the columns, whatever the name`() {
    for columns in 1...120 {
      for name in ["a", "长的名字长的名字长的名字.txt", "\u{1B}[2J\u{202E}", "e\u{301}e\u{301}.txt"] {
        let text = ProgressMeter.text(progress(1, of: 7, name), seconds: 1, columns: columns)
        #expect(DisplayWidth.of(text) <= columns, "\(text)")
        #expect(!text.unicodeScalars.contains(where: TerminalText.mustEscape))
      }
    }
  }
}
