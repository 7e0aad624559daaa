import TestSupport
import Testing
import Tokenizer

@testable import Index

struct PlainTermWriterTests {
  /// An analyzer of a caller's that makes the tokens that white space separates.
  private struct SameAnalyzer: Analyzer {
    private var other = try? AnalyzerOptions.whitespace.makeAnalyzer()

    mutating func analyze(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
      other?.analyze(text, into: &buffer)
    }
  }

  /// What a table holds, in the order of keys.
  private func lists(_ table: TermTable) -> [String] {
    let places = table.sorted()
    let keys = table.keys(places[...])
    return places.indices.map { index in
      var list = "\(Array(keys[index])):"
      var occurrences = table.occurrences(Int(places[index].index))
      while occurrences.next() {
        let positions = occurrences.positions().map { "\($0)" } ?? "\(occurrences.frequency)"
        list += " \(occurrences.document) \(positions)"
      }
      return list
    }
  }

  private func text(_ wordCount: Int, _ random: inout SeededGenerator) -> String {
    let common = [
      "the", "of", "to", "be", "or", "not", "in", "die", "der", "und", "的", "是", "不", "人", "の", "に",
      "と", "и", "не", "在", "一",
    ]
    let others = ["word", "another", "extraordinarily", "漢字", "compréhensible", "x"]
    return (0..<wordCount).map { _ in
      let isCommon = Int.random(in: 0..<3, using: &random) > 0
      let word = (isCommon ? common : others).randomElement(using: &random) ?? ""
      return isCommon ? word : word + "\(Int.random(in: 0..<40, using: &random))"
    }.joined(separator: Bool.random(using: &random) ? " " : " \n")
  }

  @Test(arguments: [1 as UInt64, 2, 3])
  func `words become the terms that their tokens become`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let plain = try DocumentInverter(analyzer: .whitespace)
    let tokenizing = try DocumentInverter(analyzer: .own("test.same") { SameAnalyzer() })
    let (words, tokens) = (Inversion(), Inversion())
    var schema = Schema()
    for number in 0..<300 {
      var document = Document(
        key: "\(number)", title: number % 3 == 0 ? text(5, &random) : "",
        body: text(Int.random(in: 0...300, using: &random), &random))
      // So many fields that not all of their common words have ordinals.
      document.fields = [
        Document.Field(
          "field\(number % 61)", text(70, &random), isSearchedByDefault: number % 8 == 0)
      ]
      DocumentInverter.note(document, analyzesForms: false, in: &schema)
      plain.invert(document, as: DocID(number), schema: schema, into: words)
      tokenizing.invert(document, as: DocID(number), schema: schema, into: tokens)
      #expect(
        words.columns.lengths(at: number).map(\.length).sorted()
          == tokens.columns.lengths(at: number).map(\.length).sorted())
    }
    #expect(words.table.count > 200)
    #expect(lists(words.table) == lists(tokens.table))
  }
}
