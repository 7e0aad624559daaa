import CICUBaseline
import Foundation
@_spi(Benchmarks) import Tokenizer

/// Prints, for each language, how fast words are found, how fast the whole analysis is, and both as
/// ratios to ICU's own iterator in the same run.
///
/// ICU's side is one reused word iterator of the root locale, stepped over the whole text; the faster
/// of UTF-16, conversion included, and UTF-8 counts. Both sides add up where words end. Times are
/// processor times of the one thread. Arguments choose languages by name; without any all are
/// measured.
@main struct WordSpeed {
  /// Texts of this many bytes: no cache of the processor holds them.
  private static let byteCount = 20_000_000
  /// Each is timed this often; the best counts.
  private static let rounds = 3

  static func main() throws {
    guard let icu = icu_baseline_open() else { return print("ICU cannot open its data") }
    defer { icu_baseline_close(icu) }
    print("language      ICU    words  ratio   analysis  ratio   MB/s of UTF-8")
    let chosen = CommandLine.arguments.dropFirst()
    for sample in Sample.all where chosen.isEmpty || chosen.contains(sample.language) {
      guard let text = sample.text(of: byteCount) else {
        print("\(sample.language): skipped, no data")
        continue
      }
      try measure(sample.language, text, icu)
    }
  }

  private static func measure(_ language: String, _ text: [UInt8], _ icu: OpaquePointer) throws {
    var counter = WordCounter()
    let analyzer = try Analysis()
    var best = [Double](repeating: .infinity, count: 4)
    var found: [Int64] = [0, 0, 0]
    for _ in 0..<rounds {
      var sum: Int64 = 0
      best[0] = min(
        best[0], seconds { found[0] = icu_baseline_utf16(icu, text, Int32(text.count), &sum) })
      sum = 0
      best[1] = min(
        best[1], seconds { found[1] = icu_baseline_utf8(icu, text, Int32(text.count), &sum) })
      found[1] &+= sum
      var own = (words: 0, sum: 0)
      best[2] = min(best[2], seconds { own = (try? counter.count(text.span)) ?? own })
      found[2] = Int64(own.words &+ own.sum)
      best[3] = min(best[3], seconds { analyzer.run(text) })
    }
    let icuTime = min(best[0], best[1])
    let row = [text.count, text.count, text.count].enumerated().map { index, count in
      Double(count) / 1e6 / [icuTime, best[2], best[3]][index]
    }
    let name = language.padding(toLength: 10, withPad: " ", startingAt: 0)
    let verdict = found[1] == found[2] ? "" : "   THE WORDS DIFFER"
    print(
      String(
        format: "%@ %6.1f %8.1f %6.2f %10.1f %6.2f%@", name, row[0], row[1], row[1] / row[0],
        row[2], row[2] / row[0], verdict))
  }

  private static func seconds(_ body: () -> Void) -> Double {
    var (start, end) = (timespec(), timespec())
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
    body()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
    return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
  }
}

/// The whole analysis, in documents of some 100 kB, into one reused buffer.
final class Analysis {
  private var analyzer: any Analyzer
  private var buffer = TokenBuffer()

  init() throws { analyzer = try AnalyzerOptions(.multilingual).makeAnalyzer() }

  func run(_ text: [UInt8]) {
    var start = 0
    while start < text.count {
      var end = min(start + 100_000, text.count)
      while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
      analyzer.analyze(text.span.extracting(start..<end), into: &buffer)
      start = end
    }
  }
}
