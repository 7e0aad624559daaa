import TestSupport
import Testing

@testable import Index

struct LiveKeysTests {
  @Test(arguments: [1 as UInt64, 2, 3])
  func `keys are found as in a dictionary`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var keys = DocumentKeysWriter()
    var live = LiveKeys()
    var expected: [[UInt8]: DocID] = [:]
    var documentCount = 0
    for _ in 0..<20_000 {
      let number = Int.random(in: 0..<5_000, using: &random)
      // Shorter than a word of the processor and longer, one the beginning of another.
      let key = Array("\(number % 10)/\(String(repeating: "a", count: number % 23))\(number)".utf8)
      switch Int.random(in: 0..<1_000, using: &random) {
      case 0:
        let prefix = Array("\(number % 10)/a".utf8)
        let gone = expected.filter { $0.key.starts(with: prefix) }
        let removed = live.removeAll(withPrefix: prefix, keys)
        #expect(removed.sorted() == gone.values.sorted())
        for key in gone.keys { expected[key] = nil }
      case 1..<300:
        let removed = live.remove(key, keys)
        #expect(removed == expected.removeValue(forKey: key))
      default:
        let document = DocID(documentCount)
        keys.append(key)
        documentCount += 1
        let replaced = live.update(document, for: key, keys)
        #expect(replaced == expected.updateValue(document, forKey: key))
      }
      #expect(live.count == expected.count)
    }
  }
}
