import TestSupport
import Testing

@testable import search

@Suite struct KeyDecoderTests {
  private static let typed: [(bytes: String, keys: [Key])] = [
    ("a", [.text("a")]), ("半导体", [.text("半导体")]), ("e\u{301}", [.text("e\u{301}")]),
    ("👩\u{200D}👧", [.text("👩\u{200D}👧")]), ("\r", [.enter]), ("\t", [.tab]),
    ("\u{7F}", [.backspace]), ("\u{8}", [.backspace]), ("\u{3}", [.control("c")]),
    ("\u{1B}[A", [.up]), ("\u{1B}OB", [.down]), ("\u{1B}[C", [.right]), ("\u{1B}[D", [.left]),
    ("\u{1B}[1;5C", [.wordRight]), ("\u{1B}[1;3D", [.wordLeft]), ("\u{1B}[H", [.home]),
    ("\u{1B}[4~", [.end]), ("\u{1B}[3~", [.delete]), ("\u{1B}[5~", [.pageUp]),
    ("\u{1B}[6~", [.pageDown]), ("\u{1B}[Z", [.backTab]), ("\u{1B}b", [.alt("b")]),
    ("\u{1B}[200~a\u{1B}[Ab\n\u{1B}[201~c", [.paste("a\u{1B}[Ab\n"), .text("c")]),
    // What nobody knows is passed over whole.
    ("\u{1B}[99;99Xz", [.text("z")]), ("\u{1B}[?1;2cz", [.text("z")]),
    ("a\u{1B}[Bb", [.text("a"), .down, .text("b")]),
  ]

  @Test(arguments: typed)
  func `bytes become keys, wherever they are cut`(bytes: String, keys: [Key]) {
    let all = Array(bytes.utf8)
    var whole = KeyDecoder()
    #expect(whole.keys(all) == keys)
    #expect(!whole.isWaiting)
    for cut in 1..<max(2, all.count) where cut < all.count {
      var decoder = KeyDecoder()
      let found = decoder.keys(Array(all[..<cut])) + decoder.keys(Array(all[cut...]))
      #expect(Self.joined(found) == keys, "cut at \(cut)")
    }
  }

  @Test func `an escape by itself is told after a moment`() {
    var decoder = KeyDecoder()
    #expect(decoder.keys([0x1B]).isEmpty)
    #expect(decoder.isWaiting)
    #expect(decoder.flush() == [.escape])
    #expect(!decoder.isWaiting)
    #expect(decoder.keys([0x1B, 0x1B]) == [.escape])
    #expect(decoder.flush() == [.escape])
    // A character that never came whole.
    #expect(decoder.keys([0xE5, 0x8D]).isEmpty)
    #expect(decoder.flush() + decoder.flush() == [])
  }

  @Test func `any bytes are taken, and none waits for ever`() {
    for seed in UInt64(1)...60 {
      var random = SeededGenerator(seed: seed)
      var decoder = KeyDecoder()
      for _ in 0..<20 {
        let favourites: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x7E, 0xE5, 0x41, 0x9B]
        _ = decoder.keys(
          (0..<Int.random(in: 1...40, using: &random)).map { _ in
            Bool.random(using: &random)
              ? favourites[Int.random(in: 0..<favourites.count, using: &random)]
              : UInt8.random(in: 0...255, using: &random)
          })
      }
      // Out of a paste that may have begun.
      _ = decoder.keys(Array("\u{1B}[201~".utf8))
      for _ in 0..<100 { _ = decoder.flush() }
      #expect(decoder.keys(Array("x".utf8)) == [.text("x")], "seed \(seed)")
    }
  }

  private static func joined(_ keys: [Key]) -> [Key] {
    var result: [Key] = []
    for key in keys {
      if case .text(let more) = key, case .text(let text)? = result.last {
        result[result.count - 1] = .text(text + more)
      } else {
        result.append(key)
      }
    }
    return result
  }
}
