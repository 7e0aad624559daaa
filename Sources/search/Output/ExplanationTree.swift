import Index

/// Why a document has its score, as a tree: the sum, what is added up, and what each of these is made of.
enum ExplanationTree {
  /// The lines, escaped.
  static func lines(_ explanation: Explanation) -> [String] {
    let average = HumanFormatter.decimal(Double(explanation.averageLength), digits: 1)
    var lines = [
      "\(number(explanation.score, 3))  score: the sum of what follows; "
        + "length \(explanation.length) words, average \(average)"
    ]
    for (index, item) in explanation.items.enumerated() {
      let isLast = index == explanation.items.count - 1
      lines.append(
        "\(isLast ? "└─" : "├─") \(number(item.score, 3))  \(TerminalText.line(item.what))")
      lines.append("\(isLast ? "  " : "│ ")    \(factors(item))")
    }
    return lines
  }

  private static func factors(_ item: Explanation.Item) -> String {
    var text = "weight \(number(item.weight, 2)), rarity \(number(item.rarity, 2)), "
    text += "\(number(item.frequency, 1)) times"
    if item.titleFrequency > 0 {
      text += ", \(number(item.titleFrequency, 0)) of them in the title"
    }
    return text
  }

  private static func number(_ value: Float, _ digits: Int) -> String {
    HumanFormatter.decimal(Double(value), digits: digits)
  }

  /// The tree as nodes of `value`, `what` and `details`.
  static func object(_ explanation: Explanation) -> JSONObject {
    var root = node(explanation.score, "sum")
    root.set(
      "details",
      explanation.items.map { item in
        var object = node(item.score, item.what)
        object.set(
          "details",
          [
            node(item.weight, "weight"), node(item.rarity, "rarity"),
            node(item.frequency, "frequency"), node(item.titleFrequency, "title frequency"),
          ])
        return object
      })
    return root
  }

  private static func node(_ value: Float, _ what: String) -> JSONObject {
    var object = JSONObject()
    object.set("value", value)
    object.set("what", what)
    return object
  }
}
