import ArgumentParser
import Tokenizer

/// `search analyze`: shows the tokens of a text; the first thing to ask when something is not found.
struct AnalyzeCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze", abstract: "Show how a text becomes tokens.")

  @Argument(help: "The text; - reads standard input.")
  var text: [String]

  @Option(help: "multilingual or whitespace.")
  var analyzer: AnalyzerChoice = .multilingual

  @Flag(help: "One JSON object a line.")
  var json = false

  mutating func execute() throws -> ExitStatus {
    let bytes = text == ["-"] ? try readWhole("-") : Array(text.joined(separator: " ").utf8)
    var buffer = TokenBuffer()
    do throws(ICUError) {
      var analyzer = try AnalyzerOptions(self.analyzer.name).makeAnalyzer()
      analyzer.analyze(bytes.span, into: &buffer)
    } catch {
      throw CommandError(error.description)
    }
    let output = StandardOutput()
    try output.write(json ? Self.lines(buffer, bytes) : Self.table(buffer, bytes))
    try output.flush()
    return buffer.tokens.isEmpty ? .nothing : .success
  }

  /// The tokens as a table.
  static func table(_ buffer: TokenBuffer, _ bytes: [UInt8]) -> String {
    var table = TextTable([
      ("position", .right), ("width", .right), ("kind", .left), ("script", .left),
      ("bytes", .right), ("text", .left), ("term", .left),
    ])
    for token in ordered(buffer) {
      table.add([
        String(token.position), String(token.width), "\(token.kind)", "\(token.script)",
        "\(token.start)..<\(token.end)", TerminalText.escaped(source(of: token, in: bytes)),
        TerminalText.escaped(buffer.term(of: token)),
      ])
    }
    return table.text
  }

  private static func lines(_ buffer: TokenBuffer, _ bytes: [UInt8]) -> String {
    ordered(buffer).map { token in
      var object = JSONObject(type: "token")
      object.set("position", token.position)
      object.set("width", token.width)
      object.set("kind", "\(token.kind)")
      object.set("script", "\(token.script)")
      object.set("start", token.start)
      object.set("end", token.end)
      object.set("text", source(of: token, in: bytes))
      object.set("term", buffer.term(of: token))
      return object.text + "\n"
    }.joined()
  }

  /// The tokens by place, a word before its characters, parts and stems, which the analyzer gives
  /// kind by kind.
  private static func ordered(_ buffer: TokenBuffer) -> [Token] {
    buffer.tokens.enumerated().sorted { left, right in
      let (first, second) = (left.element, right.element)
      if first.position != second.position { return first.position < second.position }
      let (rank, otherRank) = (rank(first.kind), rank(second.kind))
      return rank != otherRank ? rank < otherRank : left.offset < right.offset
    }.map(\.element)
  }

  private static func rank(_ kind: TokenKind) -> Int {
    switch kind {
    case .word, .spelledWord: 0
    case .character: 1
    case .part: 2
    case .stem: 3
    }
  }

  private static func source(of token: Token, in bytes: [UInt8]) -> String {
    String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
  }
}
