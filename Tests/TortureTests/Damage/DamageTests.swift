import CCoverage
import Index
import TestSupport
import Testing

/// Bytes at rest that change, in every way: what is answered is right, or there is an error.
@Suite(.serialized) struct DamageTests {
  /// What one case came to.
  private struct Tally {
    var caseCount = 0
    var errorCount = 0
    var rightCount = 0
    var wrong: [String] = []

    mutating func add(_ answers: Answers, expected: Answers, _ what: @autoclosure () -> String) {
      caseCount += 1
      switch answers.compared(with: expected) {
      case .right: rightCount += 1
      case .refused: errorCount += 1
      case .wrong(let detail):
        if wrong.count < 20 { wrong.append("\(what()): \(detail)") }
      }
    }

    func finish(_ name: String, _ stopwatch: Stopwatch) {
      let grouped = TortureSettings.grouped
      TortureSettings.report(
        name, "\(grouped(caseCount)) cases", "\(grouped(errorCount)) errors",
        "\(grouped(rightCount)) right answers", "\(wrong.count) wrong", stopwatch.text)
      for line in wrong { Issue.record("\(line)") }
      #expect(caseCount > 0 && errorCount + rightCount + wrong.count >= caseCount)
    }
  }

  /// About 64 KiB, of several segments and commits.
  private func sample(seed: UInt64 = 7) throws -> SampleIndex {
    try SampleIndex(SampleIndex.Kind(segmentCount: 3, documentCount: 120), seed: seed)
  }

  /// Few, of every kind: whatever is in the index is read for one of them.
  private func queries(_ sample: SampleIndex) throws -> [ParsedQuery] {
    let snapshot = try SearchIndex.open(on: sample.files).snapshot()
    return try [
      "common", "\"common w1\"", "w5 NOT w6", "芯片", "\"running dogs\"",
      "common year:[2003 TO 2030} -type:m*",
    ].map {
      try snapshot.parse($0)
    }
  }

  @Test func `each byte, changed in ten ways`() throws {
    let sample = try sample()
    let queries = try queries(sample)
    let expected = try Answers(of: sample.files, queries)
    let files = sample.copy().files
    if TortureSettings.form != .brief { ccoverage_ignore_errors() }
    let watchdog = Watchdog("bytes")
    let stopwatch = Stopwatch()
    // All ten ways, one for each byte, or one for some of them.
    let wayCount = TortureSettings.form.choose(1, 1, 10)
    let step = TortureSettings.form.choose(1_009, 1, 1)
    var tally = Tally()
    for name in sample.names {
      let sound = sample.files.contents(of: name) ?? []
      for offset in stride(from: 0, to: sound.count, by: step) {
        for way in 0..<wayCount {
          let way = (way + (wayCount == 1 ? offset : 0)) % 10
          var bytes = sound
          bytes[offset] = way < 8 ? sound[offset] ^ 1 << UInt8(way) : way == 8 ? 0 : 0xFF
          // What was that already is changed too.
          if bytes[offset] == sound[offset] { bytes[offset] ^= 0x55 }
          files.replaceContents(of: name, with: bytes)
          watchdog.beat()
          tally.add(
            try Answers(of: files, queries), expected: expected, "\(name) byte \(offset) way \(way)"
          )
        }
      }
      files.replaceContents(of: name, with: sound)
    }
    watchdog.stop()
    let byteCount = sample.names.reduce(0) { $0 + (sample.files.contents(of: $1)?.count ?? 0) }
    #expect((48 << 10)...(96 << 10) ~= byteCount, "the index has \(byteCount) bytes")
    tally.finish("bytes of \(TortureSettings.grouped(byteCount))", stopwatch)
  }

  @Test func `files of every other length`() throws {
    let sample = try sample()
    let queries = try queries(sample)
    let expected = try Answers(of: sample.files, queries)
    let files = sample.copy().files
    let stopwatch = Stopwatch()
    var tally = Tally()
    for name in sample.names {
      let sound = sample.files.contents(of: name) ?? []
      for count in stride(from: 0, to: sound.count, by: TortureSettings.form.choose(4_001, 1, 1)) {
        files.replaceContents(of: name, with: Array(sound[..<count]))
        tally.add(try Answers(of: files, queries), expected: expected, "\(name) cut to \(count)")
      }
      for more in [1, 4, 64, 4095, 4096, 65536] {
        for byte in [0, 0xFF] as [UInt8] {
          files.replaceContents(of: name, with: sound + [UInt8](repeating: byte, count: more))
          tally.add(
            try Answers(of: files, queries), expected: expected, "\(name) longer by \(more)")
        }
      }
      files.replaceContents(of: name, with: sound)
    }
    tally.finish("lengths", stopwatch)
  }

  @Test func `pages of zeros, files missing, and files in each other's place`() throws {
    let sample = try sample()
    let other = try self.sample(seed: 8)
    let queries = try queries(sample)
    let expected = try Answers(of: sample.files, queries)
    let files = sample.copy().files
    let stopwatch = Stopwatch()
    var tally = Tally()
    for name in sample.names {
      let sound = sample.files.contents(of: name) ?? []
      for page in 0...(sound.count / 4096) {
        var bytes = sound
        for offset in page * 4096..<min(sound.count, page * 4096 + 4096) { bytes[offset] = 0 }
        files.replaceContents(of: name, with: bytes)
        tally.add(try Answers(of: files, queries), expected: expected, "\(name) page \(page)")
      }
      let strangers =
        sample.names.map { sample.files.contents(of: $0) ?? [] }
        + other.names.map { other.files.contents(of: $0) ?? [] }
      let step = TortureSettings.form.choose(7, 1, 1)
      for (number, stranger) in strangers.enumerated() where number % step == 0 {
        files.replaceContents(of: name, with: stranger)
        tally.add(try Answers(of: files, queries), expected: expected, "\(name) for file \(number)")
      }
      files.replaceContents(of: name, with: sound)
      // Without the newest manifest the commit before it answers: that is no damage that can be seen.
      if name == sample.names.last(where: { $0.hasPrefix("manifest") }) { continue }
      try files.unlink(name)
      tally.add(try Answers(of: files, queries), expected: expected, "\(name) missing")
      files.replaceContents(of: name, with: sound)
    }
    if TortureSettings.form != .brief { try swapPairs(sample, files, expected, &tally) }
    tally.finish("pages, swaps", stopwatch)
  }

  /// Every two files change places.
  private func swapPairs(
    _ sample: SampleIndex, _ files: MemoryFileSystem, _ expected: Answers, _ tally: inout Tally
  ) throws {
    let queries = try queries(sample)
    for (number, first) in sample.names.enumerated() {
      for second in sample.names[(number + 1)...] {
        guard let one = sample.files.contents(of: first),
          let two = sample.files.contents(of: second)
        else { continue }
        files.replaceContents(of: first, with: two)
        files.replaceContents(of: second, with: one)
        tally.add(
          try Answers(of: files, queries), expected: expected, "\(first) and \(second) swapped")
        files.replaceContents(of: first, with: one)
        files.replaceContents(of: second, with: two)
      }
    }
  }
}
