import TestSupport
import Testing
import Tokenizer

/// Every character, wherever it stands, and every short sequence of bytes.
struct CharacterTests {
  @Test func `every character keeps the laws, alone, in a word and between words`() throws {
    var analyzer = try AnalyzerOptions().makeAnalyzer()
    let stopwatch = Stopwatch()
    let step = TortureSettings.form.choose(9_973, 1, 1)
    var count = 0
    var faults: [String] = []
    for value in stride(from: UInt32(0), to: 0x110000, by: step) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in ["\(scalar)", "ab\(scalar)cd", "芯\(scalar) \(scalar)x", "ก\(scalar)\(scalar)า"] {
        count += 1
        for fault in checkAnalyzer(&analyzer, on: Array(text.utf8)) where faults.count < 20 {
          faults.append("U+\(String(value, radix: 16)) in \(text.debugDescription): \(fault)")
        }
      }
    }
    finish("characters", count, faults, stopwatch)
  }

  @Test func `every two bytes, and surrogates and overlong forms, keep the laws`() throws {
    var analyzer = try AnalyzerOptions().makeAnalyzer()
    let stopwatch = Stopwatch()
    var count = 0
    var faults: [String] = []
    func check(_ bytes: [UInt8]) {
      count += 1
      for fault in checkAnalyzer(&analyzer, on: bytes) where faults.count < 20 {
        faults.append("\(bytes): \(fault)")
      }
    }
    for pair in stride(from: 0, through: 0xFFFF, by: TortureSettings.form.choose(997, 1, 1)) {
      let (first, second) = (UInt8(pair >> 8), UInt8(pair & 0xFF))
      check([first, second])
      check([0x61, first, second, 0x62])
      check([0xE8, first, second, 0x8A])
    }
    finish("bytes side by side", count, faults, stopwatch)
  }

  private func finish(_ name: String, _ count: Int, _ faults: [String], _ stopwatch: Stopwatch) {
    TortureSettings.report(
      name, "\(TortureSettings.grouped(count)) texts", "\(faults.count) faults", stopwatch.text)
    for fault in faults { Issue.record("\(fault)") }
    #expect(count > 100)
  }
}
