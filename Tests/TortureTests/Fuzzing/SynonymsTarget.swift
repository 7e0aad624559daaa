import TestSupport
import Tokenizer

@testable import Index

/// Any text as a file of synonyms, and queries that are looked up in it.
struct SynonymsTarget: FuzzTarget {
  static let name = "synonyms"
  static let usualByteCount = 64
  static let longCount = 2_000_000
  static let maximumByteCount = 20_000
  static let sample = """
    # as people write them
    TSMC, 台积电, 台積電
    New York, NYC
    phone => smartphone, handset
    w1, w2 w3, common
    芯片 => chip, w4
    """
  static let seeds = bytes([
    " " + sample, " a, b\n", "\u{1}a => b, c\n", " \u{FEFF}a，b、c\r\n", "\u{2}a b, c d\n#x\n",
  ])
  static let dictionary = bytes([
    ",", "，", "、", "=>", " => ", "=", ">", "\n", "\r\n", "#", " ", "\u{3000}", "\u{FEFF}", "a", "b",
    "w1", "common", "芯片", "New York", "\"", "*", "(", ")", "AND", "\0", "\u{301}", "c++", "a,a",
    String(repeating: "a,", count: 65), String(repeating: "x", count: 513),
  ])

  private var parser: QueryParser

  init() throws { parser = try QueryParser(analyzer: AnalyzerOptions(.multilingual)) }

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    let synonyms: Synonyms
    do throws(Synonyms.SyntaxError) {
      synonyms = try Synonyms(parsing: text)
    } catch {
      let lineCount = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).count
      return 1...lineCount ~= error.line ? [] : ["an error in a line that is not there"]
    }
    for rule in synonyms.rules where rule.typed.isEmpty || rule.others.isEmpty {
      return ["a rule that stands for nothing"]
    }
    let step = depth == .read ? 8 : 1
    guard let rule = synonyms.rules.first, Int(input.first ?? 0) % step == 0 else { return [] }
    do {
      let asked = "\(rule.typed) x \(rule.others[0])"
      _ = try parser.parse(
        asked, matching: .any, synonyms: QuerySynonyms(list: synonyms) { _ in 2 })
    } catch {
      if case .limit = error { return [] }
      throw error
    }
    if depth == .all, try Synonyms(parsing: text) != synonyms { return ["read twice it differs"] }
    return []
  }
}
