/// A query as a tree, which can be written down in the query language and in that of SQLite's FTS5, and says
/// in the plainest way whether a list of words matches.
package indirect enum QueryTree: Sendable {
  case word(String)
  case phrase([String])
  /// In this order, with at most so many words between them altogether.
  case order([String], Int)
  case near([[String]], Int)
  case prefix(String)
  /// With `?` and `*`.
  case wildcard(String)
  case fuzzy(String, Int)
  case and([QueryTree])
  case or([QueryTree])
  case without(QueryTree, QueryTree)
  case atLeast(Int, [QueryTree])
  case everything
  /// The first, and the second only adds to the score.
  case preferring(QueryTree, QueryTree)

  /// A random tree.
  ///
  /// - Parameter isPlain: whether to leave out what FTS5 does not have.
  package static func random(
    _ generator: inout SeededGenerator, isPlain: Bool, depth: Int = 0
  ) -> QueryTree {
    func inner() -> [QueryTree] {
      (0..<Int.random(in: 2...3, using: &generator)).map { _ in
        random(&generator, isPlain: isPlain, depth: depth + 1)
      }
    }
    func words(_ range: ClosedRange<Int>) -> [String] {
      (0..<Int.random(in: range, using: &generator)).map { _ in word(&generator) }
    }
    let leafCount = isPlain ? 4 : 8
    let innerCount = isPlain ? 4 : 5
    let kind = Int.random(
      in: 0..<(depth > 2 ? leafCount : leafCount + innerCount), using: &generator)
    switch kind < leafCount || !isPlain ? kind : kind + 4 {
    case 0: return .word(word(&generator))
    case 1: return .phrase(words(2...3))
    case 2:
      let parts = (0..<Int.random(in: 2...3, using: &generator)).map { _ in words(1...2) }
      return .near(parts, Int.random(in: 0...6, using: &generator))
    case 3: return .prefix(String(word(&generator).prefix(2)))
    case 4: return .order(words(2...3), Int.random(in: 0...6, using: &generator))
    case 5: return .wildcard(pattern(&generator))
    case 6: return .fuzzy(word(&generator), Int.random(in: 0...2, using: &generator))
    case 7: return .everything
    case 8: return .and(inner())
    case 9: return .or(inner())
    case 10:
      return .without(
        random(&generator, isPlain: isPlain, depth: depth + 1),
        random(&generator, isPlain: isPlain, depth: depth + 1))
    case 12:
      return .preferring(
        .word(word(&generator)), random(&generator, isPlain: isPlain, depth: depth + 1))
    default:
      return isPlain ? .and(inner()) : .atLeast(Int.random(in: 1...3, using: &generator), inner())
    }
  }

  /// A word of one to four of the letters a to d, short ones being common.
  package static func word(_ generator: inout SeededGenerator) -> String {
    let count = Int.random(in: 1...Int.random(in: 1...4, using: &generator), using: &generator)
    return String((0..<count).map { _ in "abcd".randomElement(using: &generator) ?? "a" })
  }

  private static func pattern(_ generator: inout SeededGenerator) -> String {
    let inner = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      "abcd?*".randomElement(using: &generator) ?? "a"
    }
    return "a" + String(inner) + "b"
  }

  // MARK: - Written down

  /// In the query language.
  package var text: String {
    switch self {
    case .word(let word): word
    case .phrase(let words): "\"\(words.joined(separator: " "))\""
    case .order(let words, let distance): "\"\(words.joined(separator: " "))\"~\(distance)"
    case .near(let parts, let distance):
      "NEAR(" + parts.map { "\"\($0.joined(separator: " "))\"" }.joined(separator: " ")
        + ", \(distance))"
    case .prefix(let word): word + "*"
    case .wildcard(let pattern): pattern
    case .fuzzy(let word, let distance): "\(word)~\(distance)"
    case .and(let trees): "(" + trees.map(\.text).joined(separator: " AND ") + ")"
    case .or(let trees): "(" + trees.map(\.text).joined(separator: " OR ") + ")"
    case .without(let left, let right): "(\(left.text) AND NOT \(right.text))"
    case .atLeast(let count, let trees):
      "(" + trees.map(\.text).joined(separator: " ") + ")@\(count)"
    case .everything: "*"
    case .preferring(let left, let right): "(+\(left.text) \(right.text))"
    }
  }

  /// In that of FTS5, which knows only words, phrases, prefixes, NEAR, AND, OR and NOT.
  package var fts5: String {
    switch self {
    case .word(let word): "\"\(word)\""
    case .and(let trees): "(" + trees.map(\.fts5).joined(separator: " AND ") + ")"
    case .or(let trees): "(" + trees.map(\.fts5).joined(separator: " OR ") + ")"
    case .without(let left, let right): "(\(left.fts5) NOT \(right.fts5))"
    case .prefix(let word): "\"\(word)\" *"
    default: text
    }
  }

  // MARK: - Matching

  /// Whether a list of words matches.
  package func matches(_ words: [String]) -> Bool {
    switch self {
    case .word(let word): words.contains(word)
    case .phrase(let phrase): !Self.starts(of: phrase, in: words).isEmpty
    case .order(let wanted, let distance):
      Self.stands(wanted[...], in: words, from: 0, first: nil, slack: distance)
    case .near(let parts, let distance):
      Self.isNear(parts.map { (Self.starts(of: $0, in: words), $0.count) }, distance)
    case .prefix(let prefix): words.contains { $0.hasPrefix(prefix) }
    case .wildcard(let pattern):
      words.contains { Self.fits(Array($0)[...], Array(pattern)[...]) }
    case .fuzzy(let wanted, let distance):
      words.contains { Self.distance(Array(wanted), Array($0)) <= distance }
    case .and(let trees): trees.allSatisfy { $0.matches(words) }
    case .or(let trees): trees.contains { $0.matches(words) }
    case .without(let left, let right): left.matches(words) && !right.matches(words)
    case .atLeast(let least, let trees): trees.count { $0.matches(words) } >= least
    case .everything: true
    case .preferring(let left, _): left.matches(words)
    }
  }

  private static func starts(of phrase: [String], in words: [String]) -> [Int] {
    guard words.count >= phrase.count else { return [] }
    return (0...words.count - phrase.count).filter {
      Array(words[$0..<$0 + phrase.count]) == phrase
    }
  }

  private static func stands(
    _ wanted: ArraySlice<String>, in words: [String], from: Int, first: Int?, slack: Int
  ) -> Bool {
    guard let word = wanted.first else { return true }
    return words.indices.contains { place in
      guard place >= from, words[place] == word else { return false }
      let left = first == nil ? slack : slack - (place - from)
      return left >= 0
        && stands(
          wanted.dropFirst(), in: words, from: place + 1, first: first ?? place, slack: left)
    }
  }

  private static func isNear(_ parts: [(starts: [Int], width: Int)], _ distance: Int) -> Bool {
    func choose(_ index: Int, _ chosen: [Int]) -> Bool {
      guard index < parts.count else {
        let last = chosen.max() ?? 0
        return zip(chosen, parts).allSatisfy { last - ($0 + $1.width) <= distance }
      }
      return parts[index].starts.contains { choose(index + 1, chosen + [$0]) }
    }
    return choose(0, [])
  }

  private static func fits(_ word: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool
  {
    guard let mark = pattern.first else { return word.isEmpty }
    if mark == "*" {
      return fits(word, pattern.dropFirst()) || (!word.isEmpty && fits(word.dropFirst(), pattern))
    }
    guard let letter = word.first, mark == "?" || mark == letter else { return false }
    return fits(word.dropFirst(), pattern.dropFirst())
  }

  /// Optimal string alignment, by its definition.
  package static func distance(_ left: [Character], _ right: [Character]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var best = min(
      distance(left.dropLast(), right) + 1, distance(left, right.dropLast()) + 1,
      distance(left.dropLast(), right.dropLast()) + (left.last == right.last ? 0 : 1))
    if left.count > 1, right.count > 1, left[left.count - 1] == right[right.count - 2],
      left[left.count - 2] == right[right.count - 1]
    {
      best = min(best, distance(left.dropLast(2), right.dropLast(2)) + 1)
    }
    return best
  }
}
