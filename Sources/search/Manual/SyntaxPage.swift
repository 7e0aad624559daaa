/// The page of `search help syntax`: how queries are written. Everything on it works today.
enum SyntaxPage {
  /// Headings and what they say: paragraphs, and examples with their meanings.
  static let sections: [(heading: String, paragraphs: [String], examples: [(String, String)])] = [
    (
      "Words",
      [
        "A query is words with spaces between them. A document that holds any of them is found; "
          + "those that hold more of them, or rarer ones, come first. With --all a document must "
          + "hold all of them.",
        "Words are found in their other forms (chip, chips), in capitals or not, in full width or "
          + "not, with or without marks, in simplified or traditional characters; what is exactly "
          + "as typed counts more. --fold exact finds only that; case, kana, han and marks are in "
          + "between.",
        "Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese need no spaces: any stretch of "
          + "characters is found, whether it is a word or not.",
        "Punctuation at the ends of a word is punctuation. Words that are written together, as "
          + "DEC-0054 or user_name, are looked for side by side. C++, C# and AT&T are words.",
      ],
      [("semiconductor 补贴", "either word"), ("--all semiconductor 补贴", "both words")]
    ),
    (
      "Phrases",
      [
        "Words in quotation marks must stand side by side, in this order. The marks may be \" \", "
          + "“ ”, „ “ or « ». In a shell they need marks of their own around them."
      ],
      [("'\"post-process technology\"'", "the phrase"), ("'“光电融合”'", "the same in Chinese")]
    ),
    (
      "Operators",
      [
        "AND, OR and NOT are operators in capital letters only; and, or and not are words. AND "
          + "binds tighter than OR, and words side by side are joined as by OR, or as by AND with "
          + "--all. NOT takes the documents with what follows it away: from its neighbour if AND "
          + "joins them, else from the whole answer. An operator that has nothing to join is a "
          + "word."
      ],
      [
        ("chip AND Rapidus OR TSMC", "both of the first two, or the third"),
        ("semiconductor NOT NVIDIA", "the first without the second"),
      ]
    ),
    (
      "What there is not",
      [
        "There are no parentheses, fields, wildcards and regular expressions yet: such characters "
          + "are punctuation. No query is an error."
      ],
      []
    ),
  ]

  /// The page as text of 78 columns.
  static var text: String {
    var text = "HOW QUERIES ARE WRITTEN\n"
    for section in sections {
      text += "\n\(section.heading)\n"
      for paragraph in section.paragraphs {
        for row in StyledLine(paragraph).rows(columns: 74) {
          let line = row.map(\.text).joined()
          text += "  " + (line.hasSuffix(" ") ? String(line.dropLast()) : line) + "\n"
        }
      }
      for (example, meaning) in section.examples {
        text += "    search " + TerminalText.padded(example, to: 34) + "  \(meaning)\n"
      }
    }
    return text
  }
}
