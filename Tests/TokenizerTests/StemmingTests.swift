import TestSupport
import Testing

@testable import Tokenizer

@Suite struct StemmingTests {
  @Test(arguments: [
    ("The dogs were running", "en:dog en:were en:run en:the"),
    ("John\u{2019}s dogs don't bark at the horses", "en:john en:bark en:hors"),
    ("Les avions de l’armée et l'ami qu’il a", "fr:avion fr:armé fr:ami fr:il"),
    ("gli alberi dell'isola sono una cosa", "it:alber it:isol"),
    ("els homes de l'illa són com els altres", "ca:hom ca:il"),
    ("De foto's van de auto's zijn niet mooi", "nl:foto nl:auto"),
    ("İstanbul'da yaşayan çocukların için bu kapılar çok güzel", "tr:istanbul tr:çocuk tr:kapı"),
    ("Irmakların suyu bu yıl çok daha az", "tr:ırmak"),
    ("die Häuser der Straße und das Haus", "de:haus de:strass"),
    ("națiunile și naţiunile sunt în această țară", "ro:naţiun"),
    ("кућа је у граду и то је све", "sr:kuć"), ("Деца су шта је то kuća ће", "sr:dec"),
    ("οι άνθρωποι και ο άνθρωπος του κόσμου", "el:ανθρωπ"),
    ("الْكِتَابُ والكتاب في المكتبة", "ar:كتاب"), ("हिन्दी और हिंदी में है", "hi:हिंद"),
    ("மரங்களில் பறவைகள்", "ta:பறவை"), ("Մարդիկ քաղաքներում", "hy:քաղ"),
  ])
  func `words of a passage get the stems of its language`(text: String, expected: String) throws {
    let found = Set(try derived(text, .stem))
    for stem in expected.split(separator: " ").map(String.init) {
      #expect(found.contains(stem), "\(stem) is not among \(found.sorted())")
    }
  }

  @Test func `a stem has the range, the place and the script of its word, also where it equals it`()
    throws
  {
    let buffer = try analyzed(Array("the dogs of 3 dog x2 a_b a.b 半导体".utf8))
    let stems = buffer.tokens.filter { $0.kind == .stem }
    #expect(stems.map { buffer.term(of: $0) } == ["en:the", "en:dog", "en:of", "en:dog"])
    #expect(stems.map(\.start) == [0, 4, 9, 14])
    #expect(stems.map(\.end) == [3, 8, 11, 17])
    #expect(stems.map(\.position) == [0, 1, 2, 4])
    #expect(stems.allSatisfy { $0.width == 1 && $0.script == .latin })
  }

  @Test func `every language has a stemmer in the linked library`() throws {
    for language in StemmingLanguage.allCases {
      #expect(SnowballStemmer(language) != nil, "\(language)")
      #expect(StemmingLanguage(ofStemTerm: (language.termPrefix + [0x61]).span) == language)
      #expect(!language.scripts.isEmpty)
    }
    #expect(StemmingLanguage(ofStemTerm: Array("en:".utf8).span) == nil)
    #expect(StemmingLanguage(ofStemTerm: Array("xx:a".utf8).span) == nil)
    #expect(StemmingLanguage.allCases.count == 28)
  }

  /// What libstemmer gives, without a cache.
  private func plainStem(_ word: [UInt8], _ language: StemmingLanguage) -> [UInt8] {
    var spelling = StemSpelling()
    var stem = [UInt8](repeating: 0, count: 400)
    guard word.count <= Stemmer.longestWord, spelling.prepare(word.span, in: language),
      let count = SnowballStemmer(language)?.stem(spelling.bytes.span, into: &stem),
      count <= 2 * word.count, String(validating: stem[..<count], as: UTF8.self) != nil
    else { return [] }
    return language.termPrefix + stem[..<count]
  }

  @Test func `the cache gives what the stemmer gives, and survives any words`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let letters = Array("aeinrstlgdyéüıдиνοσ'’कि்ம".unicodeScalars)
    let languages: [StemmingLanguage] = [
      .english, .german, .russian, .greek, .hindi, .turkish, .tamil,
    ]
    for language in languages {
      var cached = StemmerSet()
      var text = [UInt8](repeating: 0, count: 512)
      for _ in 0..<1500 {
        let longest = Bool.random(using: &generator) ? 4 : 70
        var word = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 1...longest, using: &generator) {
          if let letter = letters.randomElement(using: &generator) { word.append(letter) }
        }
        let bytes = Array(String(word).utf8)
        let expected = plainStem(bytes, language)
        for _ in 0..<3 {
          var span = text.mutableSpan
          let count = cached.writeTerm(
            of: bytes.span, by: language.ordinal, to: &span, at: 7)
          #expect(expected == Array(text[7..<7 + count]), "seed \(seed), \(String(word))")
        }
      }
    }
  }

  @Test func `a query's word is stemmed in every language of its script that the index holds`()
    throws
  {
    var stems = QueryStems()
    func found(_ word: String, _ script: ScriptClass, _ languages: [StemmingLanguage]) -> [String] {
      stems.stems(of: Array(word.utf8).span, script: script, in: languages)
        .map { String(decoding: $0.term, as: UTF8.self) }
    }
    let all = StemmingLanguage.allCases
    #expect(
      found("nationen", .latin, [.german, .english, .russian, .german]) == [
        "de:nation", "en:nationen",
      ])
    #expect(found("книги", .cyrillic, all) == ["ru:книг", "sr:knig"])
    #expect(found("x2", .latin, all).isEmpty)
    #expect(found("半导体", .han, all).isEmpty)
    #expect(found("க", .indic, all) == ["ta:க"])
    #expect(found("ক", .indic, all).isEmpty)
    #expect(found("", .latin, all).isEmpty)
    #expect(found(String(repeating: "a", count: 129), .latin, all).isEmpty)
  }

  @Test func `a query reaches the stems of texts`() throws {
    var stems = QueryStems()
    for (language, sentences) in LanguageVoteTests.sentences {
      guard let language = StemmingLanguage(rawValue: language) else { continue }
      for sentence in sentences {
        let buffer = try analyzed(Array(sentence.utf8))
        let terms = Dictionary(grouping: buffer.tokens.filter { $0.kind == .stem }) { $0.start }
        for word in buffer.tokens where word.kind == .word && terms[word.start] != nil {
          let source = Array(sentence.utf8)[Int(word.start)..<Int(word.end)]
          // A capital I of Turkish is not told apart after folding.
          if language == .turkish, source.contains(UInt8(ascii: "I")) { continue }
          let bytes = Array(buffer.term(of: word).utf8)
          let reached = stems.stems(of: bytes.span, script: word.script, in: [language])
          let expected = terms[word.start, default: []].map { buffer.term(of: $0) }
          #expect(reached.map { String(decoding: $0.term, as: UTF8.self) } == expected)
        }
      }
    }
  }
}
