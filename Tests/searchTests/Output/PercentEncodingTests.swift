import Testing

@testable import search

@Suite struct PercentEncodingTests {
  @Test(arguments: [
    ("plain-1", "plain-1"), ("a b", "a%20b"), ("100%", "100%25"), ("a\tb\n", "a%09b%0A"),
    ("東京\u{3000}都", "東京%E3%80%80都"), ("a%20b", "a%2520b"), ("", ""), ("a\u{0}b", "a%00b"),
  ])
  func `an id becomes one word`(id: String, expected: String) {
    #expect(PercentEncoding.encoded(id) == expected)
  }

  @Test(arguments: ["a b", "100%", "a\tb\n", "東京\u{3000}都", "a%20b", "%%41", "a\u{0}b"])
  func `an encoded id decodes to itself`(id: String) {
    let encoded = Array(PercentEncoding.encoded(id).utf8)
    #expect(PercentEncoding.decoded(encoded[...]) == Array(id.utf8))
  }

  @Test(arguments: [
    ("plain", nil), ("", nil), ("50%", nil), ("%", nil), ("%4", nil), ("%zz%+1", nil),
    ("%41%4a%4A", "AJJ"), ("%%41%4", "%A%4"), ("%2541", "%41"),
  ])
  func `a percent sign without digits stands for itself`(id: String, expected: String?) {
    #expect(PercentEncoding.decoded(Array(id.utf8)[...]) == expected.map { Array($0.utf8) })
  }
}
