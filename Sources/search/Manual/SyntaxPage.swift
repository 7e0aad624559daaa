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
      "Groups and signs",
      [
        "What stands in parentheses is joined by itself. +word must be there, and what else is asked for "
          + "only adds to the score; -word must not. In a shell, a query that begins with a sign stands "
          + "behind --, or all of it in quotation marks behind another word."
      ],
      [
        ("'(chip OR 芯片) AND NOT NVIDIA'", "any of two, without the third"),
        ("'chip -NVIDIA +Rapidus'", "with Rapidus, without NVIDIA"),
        ("'(chip yen TSMC)@2'", "at least two of the three"),
        ("'chip^2 yen'", "chip counts twice as much"),
      ]
    ),
    (
      "Fields",
      [
        "The name of a field and a colon ask for what follows in that field only: title, and the names in "
          + "the front matter or in the records of the documents (search stats lists them). It ranks as "
          + "other words do; with + before it, or in --filter, documents must have it. A word with a "
          + "colon that is no field's name is a word."
      ],
      [("title:芯片", "in the title"), ("'author:(Koike OR Ogura)'", "either in the field author")]
    ),
    (
      "Values",
      [
        "Documents have path, dir, file, type (the ending of the name), size and modified, and the numbers, "
          + "dates, booleans and short texts of their front matter and records. A name and a colon ask for a "
          + "value, a range of them, or with * for any. What a document itself calls so is doc.type and the like. "
          + "A path that begins with ./, ../, ~/ or a slash is as seen from the current directory. That says which documents count and nothing about "
          + "their rank; it holds for the whole query, unless OR or AND joins it to something. Of several "
          + "values of one name any will do, and with + before each all must, while ranges must all hold. "
          + "* in a keyword stands for any characters, and typed without capitals it is found with them, too. What is no value of the name is read as words, which is said."
      ],
      [
        ("'chips type:md -path:old/**'", "in Markdown files, not below old"),
        ("'chips path:./notes/**'", "below notes in the current directory"),
        ("'chips date:2024-03'", "of a month"),
        ("'chips year:[2019 TO 2024]'", "or year:2019..2024"),
        ("'chips modified:>=2024 size:>10k'", "k, M and G are powers of 1,024"),
        ("'chips type:(md OR pdf)'", "either type"), ("'chips author:*'", "with any author"),
      ]
    ),
    (
      "Patterns and nearness",
      [
        "* stands for any letters of a word, ? between letters for one. word~ finds words that differ by a "
          + "letter or two, word~1 by one. \"a b\"~3 finds the words in this order with at most three places "
          + "between them, NEAR(a b, 5) in any order with at most five; patterns may stand in it, too."
      ],
      [
        ("'semi*'", "words that begin so"), ("semicondutcor~", "similar words"),
        ("'半?体'", "any character between"), ("'NEAR(Rapidus yen, 8)'", "near each other"),
        ("'NEAR(compu* chip, 3)'", "any word that begins so, near chip"),
      ]
    ),
    (
      "What there is not",
      [
        "There are no regular expressions. No query is an error but one beyond a limit (128 patterns, "
          + "1,024 words that fit a pattern in NEAR), unless --syntax strict asks for it: then a mark "
          + "that makes no sense is one."
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
