import Testing

/// What the documentation names is there, and what is public is named.
@Suite struct DocumentationTests {
  private static let modules = ["Index", "Tokenizer"]

  private static func articles(_ module: String) -> [String] {
    SourceTree.files(below: "Sources/\(module)/\(module).docc", suffix: ".md")
  }

  private static func text(_ file: String) -> String {
    SourceTree.lines(of: file).joined(separator: "\n")
  }

  private static let kinds: Set<Substring> = [
    "struct", "class", "enum", "protocol", "typealias", "func", "var", "let", "case", "actor",
  ]

  /// The names of a module that are public, those of its own types first. Cases stand without the word.
  private static func names(_ module: String) -> (types: Set<String>, all: Set<String>) {
    var types: Set<String> = []
    var all: Set<String> = ["init"]
    for file in SourceTree.files(below: "Sources/\(module)", suffix: ".swift") {
      for line in SourceTree.code(of: file) {
        let words = SourceTree.words(in: line)
        let isCase = words.first == "case"
        guard words.contains("public") || isCase,
          let at = words.firstIndex(where: { kinds.contains($0) }), at + 1 < words.count
        else { continue }
        all.insert(String(words[at + 1]))
        let isTop = line.first != " " && !["func", "var", "let", "case"].contains(words[at])
        if isTop { types.insert(String(words[at + 1])) }
      }
    }
    return (types, all)
  }

  /// What stands between two marks.
  private static func pieces(_ text: String, _ start: String, _ end: String) -> [Substring] {
    text.split(separator: start, omittingEmptySubsequences: false).dropFirst().compactMap { rest in
      guard let range = rest.firstRange(of: end) else { return nil }
      let piece = rest[..<range.lowerBound]
      return piece.contains("\n") ? nil : piece
    }
  }

  @Test(arguments: modules)
  func `every link leads somewhere`(module: String) {
    let names = Self.names(module).all.union(Self.names("Tokenizer").all)
    let articles = Self.articles(module)
    #expect(articles.count > 1)
    for article in articles {
      let text = Self.text(article)
      // Between two backquotes stands a symbol, or what lies between two symbols.
      let symbols = text.split(separator: "``", omittingEmptySubsequences: false)
      for (number, symbol) in symbols.enumerated() where number % 2 == 1 {
        if symbol.contains("\n") || symbol == module { continue }
        for part in symbol.split(separator: "/") {
          let name = String(part.prefix { $0 != "(" && $0 != "-" })
          #expect(names.contains(name), "\(article) names \(symbol)")
        }
      }
      for link in Self.pieces(text, "<doc:", ">") {
        let file = "Sources/\(module)/\(module).docc/\(link).md"
        #expect(articles.contains(file), "\(article) links \(link)")
      }
    }
  }

  @Test func `every public type stands on the landing page`() {
    let page = Self.text("Sources/Index/Index.docc/Index.md")
    let types = Self.names("Index").types
    #expect(types.count > 30)
    for type in types.sorted() { #expect(page.contains("- ``\(type)``"), "\(type)") }
    for article in Self.articles("Index") {
      let name = article.split(separator: "/").last?.dropLast(3) ?? ""
      #expect(name == "Index" || page.contains("<doc:\(name)>"), "\(article)")
    }
  }

  @Test func `the code of the tutorial is that of the example`() {
    let program = Self.text("Tests/Examples/Embedding/Sources/Embedding/main.swift")
    let article = Self.text("Sources/Index/Index.docc/GettingStarted.md")
    let blocks = article.split(separator: "```swift\n").dropFirst()
    #expect(blocks.count > 5)
    for block in blocks {
      let code = block.firstRange(of: "```").map { block[..<$0.lowerBound] } ?? ""
      for line in code.split(separator: "\n") { #expect(program.contains(line), "\(line)") }
    }
  }

  @Test func `the header of the C interface names what is exported`() {
    let header = Self.text("Sources/SearchC/search.h")
    let source = Self.text("Sources/SearchC/Exports.swift")
    let exported = Self.pieces(source, "@c(", ")").map(String.init)
    #expect(exported.count > 20)
    for name in exported { #expect(header.contains("\(name)("), "\(name)") }
    let python = Self.text("Tests/Examples/python/example.py")
    for name in exported where !["search_index_open_or_create"].contains(name) {
      #expect(python.contains("\"\(name)\""), "\(name) is not tried")
    }
    let declared = header.split(separator: "\n").compactMap { line -> String? in
      guard let open = line.firstIndex(of: "("), !line.hasPrefix(" "), !line.hasPrefix("/") else {
        return nil
      }
      return line[..<open].split { $0 == " " || $0 == "*" }.last.map(String.init)
    }
    #expect(Set(declared.filter { $0.hasPrefix("search_") }) == Set(exported))
  }
}
