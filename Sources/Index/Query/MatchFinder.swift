internal import Tokenizer

/// Finds the places of a text that a query matches, by analysing the text again.
///
/// Words of the query are marked wherever they stand; a phrase only where it stands as a whole, and
/// then from its first byte to its last.
struct MatchFinder {
  private var analyzer: any Analyzer
  private var buffer = TokenBuffer()
  private var words: Set<[UInt8]> = []
  private var phrases: [[Query.PhraseTerm]] = []

  /// A match, and which part of the query it is.
  struct Match: Equatable {
    var range: Range<Int>
    var part: [UInt8]
  }

  init(_ query: Query, analyzerName: String) throws(IndexError) {
    analyzer = try makeAnalyzer(named: analyzerName)
    collect(query)
  }

  /// All terms that are looked for, those of phrases too.
  var terms: Set<[UInt8]> {
    words.union(
      phrases.joined().map { Array($0.key.bytes.dropFirst(TermKey.headerSize)) })
  }

  /// How many different parts a text can match.
  var partCount: Int { words.count + phrases.count }

  /// All matches, ascending; none overlaps another.
  mutating func matches(in text: String) -> [Match] {
    var text = text
    // The span lives as long as `text`, which is not changed.
    text.withUTF8 { bytes in
      unsafe analyzer.analyze(Span(_unsafeElements: bytes), into: &buffer)
    }
    var found: [Match] = []
    for index in buffer.tokens.indices {
      let token = buffer.tokens[index]
      let term = Array(buffer.termBytes[Int(token.termStart)..<Int(token.termEnd)])
      if words.contains(term) {
        found.append(Match(range: Int(token.start)..<Int(token.end), part: term))
      }
      for phrase in phrases
      where phrase[0].key.bytes.dropFirst(TermKey.headerSize).elementsEqual(term) {
        if let end = endOfPhrase(phrase, from: index) {
          found.append(Match(range: Int(token.start)..<end, part: Array("\"".utf8) + term))
        }
      }
    }
    return Self.withoutOverlaps(found)
  }

  private mutating func collect(_ query: Query) {
    switch query {
    case .term(let key, _): words.insert(Array(key.bytes.dropFirst(TermKey.headerSize)))
    case .phrase(let terms): phrases.append(terms)
    case .any(let queries), .all(let queries): for query in queries { collect(query) }
    case .excluding(let included, _): collect(included)
    case .nothing: break
    }
  }

  /// Where the phrase ends if it begins at a token.
  private func endOfPhrase(_ phrase: [Query.PhraseTerm], from first: Int) -> Int? {
    let start = buffer.tokens[first].position
    var end = Int(buffer.tokens[first].end)
    var next = first + 1
    for element in phrase.dropFirst() {
      while next < buffer.tokens.count, buffer.tokens[next].position < start + element.offset {
        next += 1
      }
      guard next < buffer.tokens.count, buffer.tokens[next].position == start + element.offset
      else { return nil }
      let token = buffer.tokens[next]
      let term = buffer.termBytes[Int(token.termStart)..<Int(token.termEnd)]
      guard element.key.bytes.dropFirst(TermKey.headerSize).elementsEqual(term) else { return nil }
      end = Int(token.end)
    }
    return end
  }

  private static func withoutOverlaps(_ matches: [Match]) -> [Match] {
    var result: [Match] = []
    let ordered = matches.sorted {
      $0.range.lowerBound != $1.range.lowerBound
        ? $0.range.lowerBound < $1.range.lowerBound : $0.range.upperBound > $1.range.upperBound
    }
    for match in ordered {
      if let last = result.last, match.range.lowerBound < last.range.upperBound { continue }
      result.append(match)
    }
    return result
  }
}
