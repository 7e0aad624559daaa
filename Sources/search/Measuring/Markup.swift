/// HTML and SVG as text; what is not markup is escaped on the way in.
struct Markup: Sendable {
  /// The markup so far.
  private(set) var text = ""

  /// Adds an element around what the closure adds.
  mutating func element(
    _ name: String, _ attributes: [(name: String, value: String)] = [],
    _ content: (inout Markup) -> Void = { _ in }
  ) {
    text += "<\(name)"
    for attribute in attributes {
      text += " \(attribute.name)=\"\(Self.escaped(attribute.value))\""
    }
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  /// Adds an element that holds a text.
  mutating func element(
    _ name: String, _ attributes: [(name: String, value: String)] = [], text content: String
  ) {
    element(name, attributes) { $0.add(content) }
  }

  /// Adds a text.
  mutating func add(_ content: String) {
    text += Self.escaped(content)
  }

  /// Adds markup that this program holds itself.
  mutating func addRaw(_ markup: StaticString) {
    text += "\(markup)"
  }

  /// A text that is nothing but text in HTML; control and bidirectional characters are replaced.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result += " "
      default:
        if TerminalText.mustEscape(scalar) {
          result += "\u{FFFD}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}
