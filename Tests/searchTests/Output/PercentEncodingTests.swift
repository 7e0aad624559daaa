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
}
