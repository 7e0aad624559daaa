import Foundation
import TestSupport
import Testing

@testable import Tokenizer

@Suite struct LanguageVoteTests {
  /// The language of most stems of a text; empty if it has none.
  static func language(of text: String) throws -> String {
    var analyzer = try AnalyzerOptions(.multilingual).makeAnalyzer()
    return language(of: text, by: &analyzer)
  }

  /// The same by an analyzer that is there already.
  static func language(of text: String, by analyzer: inout any Analyzer) -> String {
    var buffer = TokenBuffer()
    analyzer.analyze(Array(text.utf8).span, into: &buffer)
    var counts: [String: Int] = [:]
    for token in buffer.tokens where token.kind == .stem {
      counts[String(buffer.term(of: token).prefix(2)), default: 0] += 1
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }

  @Test func `three sentences of each language are told`() throws {
    for (language, sentences) in Self.sentences {
      #expect(sentences.count >= 3)
      let expected = StemmingLanguage(rawValue: language)?.rawValue ?? ""
      for sentence in sentences {
        #expect(try Self.language(of: sentence) == expected, "\(language): \(sentence)")
      }
    }
    let codes = Set(Self.sentences.map(\.0))
    for language in StemmingLanguage.allCases { #expect(codes.contains(language.rawValue)) }
  }

  @Test(arguments: [
    ("Running shoes", "en"), ("La La Land", "en"), ("Straßenbahn", "de"),
    ("El Niño en España", "es"),
    ("Łódź", ""), ("Москва", "ru"), ("Київ", ""), ("Αθήνα", "el"), ("قهوة", "ar"), ("پنجره", ""),
    ("किताब", "hi"), ("שלום", ""), ("Ελλάδα", "el"), ("kitaplığı", "tr"), ("日本", ""), ("123", ""),
    ("Nguyễn Văn Thiệu", ""), ("", ""), ("x", "en"), ("க", "ta"), ("ক", ""), ("Erdős", "hu"),
    ("de facto", "en"), ("Hölle", "de"),
  ])
  func `titles and single words are decided by letters and script`(text: String, expected: String)
    throws
  {
    if text == "Hölle" {
      // Many languages have this letter; none must be taken for sure.
      #expect(try Self.language(of: text) != "en")
    } else {
      #expect(try Self.language(of: text) == expected, "\(text)")
    }
  }

  @Test func `paragraphs vote by themselves, and short ones with the document`() throws {
    let german = "Die Häuser der Stadt waren nicht so groß, wie wir es uns gedacht hatten."
    let english = "The houses of the city were not as large as we had thought they would be."
    let buffer = try analyzed(Array("\(german)\n\n\(english)\n\nKatzen\n\n\(german)".utf8))
    let terms = buffer.tokens.filter { $0.kind == .stem }.map { buffer.term(of: $0) }
    #expect(terms.contains("de:haus"))
    #expect(terms.contains("en:hous"))
    #expect(terms.contains("de:katz"))
    #expect(!terms.contains("en:hau"))
  }

  @Test func `every word of the tables is folded, and letters are told`() throws {
    var analyzer = try AnalyzerOptions(.multilingual).makeAnalyzer()
    var buffer = TokenBuffer()
    for profile in FunctionWords.profiles {
      let words = profile.words.split(separator: " ").map(String.init)
      #expect(words.count >= 12 && !words.contains("\n"), "\(profile.code)")
      for word in words {
        analyzer.analyze(Array(word.utf8).span, into: &buffer)
        let terms = plainTokens(buffer).map(\.term)
        let isAlone = terms == [word] || terms == [String(word.dropLast())]
        if !isAlone && !word.contains("-") {
          Issue.record("\(profile.code): \(word) is \(terms)")
        }
        #expect(buffer.tokens.first?.script == profile.script || word.first == "\u{2019}")
        #expect(FunctionWords.shared.languages(ofHash: WordBytes.hash(Array(word.utf8).span)) != 0)
      }
    }
    for group in VotingGroup.allCases {
      let range = VotingGroup.profiles[group.rawValue]
      #expect(range.count <= 64)
      #expect(FunctionWords.profiles[range].allSatisfy { $0.script == group.script })
    }
    #expect(VotingGroup.profiles.map(\.count).reduce(0, +) == FunctionWords.profiles.count)
  }

  /// The judged collections, when there are some: the environment variable SEARCH_EVAL names their
  /// folder. Paragraphs must be told nearly always, questions with few exceptions.
  @Test func `paragraphs and questions of judged collections are told`() throws {
    guard let folder = ProcessInfo.processInfo.environment["SEARCH_EVAL"] else {
      print("skipped: SEARCH_EVAL is not set")
      return
    }
    var analyzer = try AnalyzerOptions(.multilingual).makeAnalyzer()
    for code in ["en", "de", "ru", "ar", "hi"] {
      let base = URL(filePath: folder).appending(path: "xquad-\(code)")
      let corpus = try String(contentsOf: base.appending(path: "corpus.jsonl"), encoding: .utf8)
      let paragraphs = try corpus.split(separator: "\n").compactMap { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return object?["text"] as? String
      }
      let queries = try String(contentsOf: base.appending(path: "queries.tsv"), encoding: .utf8)
      let questions = queries.split(separator: "\n").compactMap { $0.split(separator: "\t").last }
      for (texts, least) in [(paragraphs, 0.99), (questions.map(String.init), 0.95)] {
        let right = texts.count { Self.language(of: $0, by: &analyzer) == code }
        #expect(Double(right) >= least * Double(texts.count), "\(code): \(right) of \(texts.count)")
      }
    }
  }
}
