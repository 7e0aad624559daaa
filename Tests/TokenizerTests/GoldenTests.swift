import Foundation
import Testing

@testable import Tokenizer

/// What the analyzer makes of one text per script, written down: `Golden/icu-MAJOR.txt` holds lines
/// of `text | segments | terms`, where a slash stands between segments and between terms.
///
/// With SEARCH_WRITE_GOLDEN set the file of the linked ICU is written anew instead; read the
/// difference before you commit it.
@Suite struct GoldenTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  private func line(for text: String, _ reference: inout ReferenceAnalyzer) throws -> String {
    let units = Array(text.utf16)
    var start = 0
    var segments: [String] = []
    for end in try reference.boundaries(of: units).ends.map(Int.init) {
      segments.append(String(decoding: units[start..<end], as: UTF16.self))
      start = end
    }
    let terms = try terms(text).joined(separator: "/")
    return "\(text) | \(segments.joined(separator: "/")) | \(terms)"
  }

  @Test func `texts of every script are cut and folded as written down`() throws {
    let version = AnalyzerFingerprint.linkedICUVersion.prefix { $0 != "." }
    let file = Self.folder.appending(path: "icu-\(version).txt")
    var reference = try ReferenceAnalyzer()
    let lines = try AnalyzerProbes.texts.map { try line(for: $0, &reference) }
    if ProcessInfo.processInfo.environment["SEARCH_WRITE_GOLDEN"] != nil {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    }
    guard let data = try? Data(contentsOf: file) else {
      print("skipped: no golden file for ICU \(version)")
      return
    }
    let golden = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(golden.count == lines.count)
    for (expected, actual) in zip(golden, lines) {
      #expect(Array(actual.utf8) == Array(expected.utf8), "\(actual) instead of \(expected)")
    }
  }
}
