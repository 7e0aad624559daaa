import TestSupport
import Testing

@testable import search

@Suite struct GlobPatternTests {
  private func matches(
    _ pattern: String, _ path: String, _ letters: GlobPattern.Letters = .bytes
  ) -> Bool {
    GlobPattern(pattern.utf8, letters: letters).matches(Array(path.utf8)[...])
  }

  @Test(arguments: [
    ("*.txt", "a.txt", true), ("*.txt", "a/b.txt", false), ("a/*/c", "a/b/c", true),
    ("a/**/c", "a/c", true), ("a/**/c", "a/x/y/c", true), ("**/c", "c", true),
    ("a/**", "a", false), ("a/**", "a/b/c", true), ("**", "a/b", true), ("a**c", "abc", true),
    ("a**c", "a/c", false), ("?", "/", false), ("[!a]", "b", true), ("[^a]", "a", false),
    ("[]x]", "]", true), ("[a-c]", "b", true), ("[c-a]", "b", false), ("[a-]", "-", true),
    ("[[:digit:]x]", "7", true), ("[[:nothing:]]", "n", false), ("[[:a]", ":", true),
    ("[a", "[a", false), ("a\\", "a\\", false), ("\\*", "*", true), ("\\*", "a", false),
    ("[\\]]", "]", true), ("a\\/b", "a/b", true), ("***/x", "a/b/x", true),
  ])
  func `patterns mean what gitignore says`(pattern: String, path: String, expected: Bool) {
    #expect(matches(pattern, path) == expected)
  }

  @Test func `letters are bytes, or characters, or of any case`() {
    #expect(!matches("?", "é"))
    #expect(matches("?", "é", .characters))
    #expect(matches("[а-я].txt", "ж.txt", .characters))
    #expect(!matches("ÀB*", "àbc", .characters))
    #expect(matches("ÀB*", "àbc", .charactersOfAnyCase))
    #expect(matches("*é", "é", .characters))
  }

  /// The meaning again, without a thought for time: a star tries every length.
  private static func slowly(_ pattern: ArraySlice<UInt8>, _ path: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    let slash = UInt8(ascii: "/")
    if pattern.starts(with: "**/".utf8) {
      let rest = pattern.dropFirst(3)
      if slowly(rest, path) { return true }
      return path.indices.contains { path[$0] == slash && slowly(rest, path[($0 + 1)...]) }
    }
    if pattern.elementsEqual("**".utf8) { return !path.isEmpty }
    if first == UInt8(ascii: "*") {
      for end in path.startIndex...path.endIndex {
        if slowly(pattern.dropFirst(), path[end...]) { return true }
        if end < path.endIndex, path[end] == slash { return false }
      }
      return false
    }
    guard let letter = path.first else { return false }
    if first == UInt8(ascii: "?") {
      return letter != slash && slowly(pattern.dropFirst(), path.dropFirst())
    }
    if first == slash {
      // What follows begins a piece, as at the start.
      return letter == slash && slowly(pattern.dropFirst(), path.dropFirst())
    }
    return first == letter && slowly(pattern.dropFirst(), path.dropFirst())
  }

  @Test func `random patterns match as by trying everything`() {
    let seed: UInt64 = 0x61_0B
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", "b", "*", "?", "ab", "*a", "**", "a*b*", "*?"]
    var matchCount = 0
    for _ in 0..<6_000 {
      let pattern = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined(separator: "/")
      let path = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        String(
          (0..<Int.random(in: 1...3, using: &random)).map { _ in
            "ab".randomElement(using: &random) ?? "a"
          })
      }.joined(separator: "/")
      let expected = Self.slowly(Array(pattern.utf8)[...], Array(path.utf8)[...])
      matchCount += expected ? 1 : 0
      #expect(matches(pattern, path) == expected, "\(pattern) \(path), seed \(seed)")
    }
    #expect(matchCount > 150)
  }

  @Test func `no pattern takes exponential time`() {
    let stars = String(repeating: "*a", count: 300)
    #expect(!matches(stars, String(repeating: "a", count: 600) + "b"))
    let folders = String(repeating: "**/a/", count: 150) + "b"
    #expect(!matches(folders, String(repeating: "a/", count: 400) + "c"))
    #expect(!matches(String(repeating: "a", count: 5_000), String(repeating: "a", count: 5_000)))
  }
}
