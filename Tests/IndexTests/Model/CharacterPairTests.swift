import Testing

@testable import Index

struct CharacterPairTests {
  private func pair(_ left: String, _ right: String) -> [UInt8]? {
    CharacterPair.term(Array(left.utf8), Array(right.utf8))
  }

  @Test func `common characters of every script make pairs`() {
    for (left, right) in [
      ("中", "国"), ("國", "語"), ("の", "日"), ("カ", "ー"), ("한", "국"), ("ก", "า"), ("ខ", "ម"),
      ("က", "ရ"), ("〇", "年"), ("々", "人"), ("读", "書"),
    ] { #expect(pair(left, right) == Array((left + right).utf8), "\(left)\(right)") }
  }

  @Test func `rare Han, and what is no character of such a script, make none`() {
    for (left, right) in [
      ("龘", "中"), ("中", "龘"), ("㐀", "中"), ("𠀀", "中"), ("𰀀", "中"), ("﨎", "中"), ("a", "中"),
      ("中", "é"), ("", "中"), ("中", ""),
    ] { #expect(pair(left, right) == nil, "\(left)\(right)") }
  }

  @Test func `any bytes are judged`() {
    for bytes: [UInt8] in [[], [0xE4], [0xE4, 0xB8], [0xF0], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF]] {
      _ = CharacterPair.isPossible(bytes)
    }
    #expect(!CharacterPair.isPossible([]))
  }

  @Test func `the list is in order, of one block, and as long as it says`() {
    let scalars = CommonHan.text.unicodeScalars.map(\.value).filter { $0 > 0x20 }
    #expect(scalars.count == 1500)
    #expect(zip(scalars, scalars.dropFirst()).allSatisfy { $0 < $1 })
    #expect(scalars.allSatisfy { (0x4E00..<0xA000).contains($0) })
    var found = 0
    for scalar: UInt32 in 0...0x3FFFF where CommonHan.contains(scalar) { found += 1 }
    #expect(found == 1500)
    #expect(scalars.allSatisfy(CommonHan.contains))
  }
}
