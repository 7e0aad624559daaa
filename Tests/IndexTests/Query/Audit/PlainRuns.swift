import Foundation

/// The oracle of the guarantee that every part of a text in a script without spaces is found: written
/// with Foundation's normalisation and nothing of the tokenizer.
enum PlainRuns {
  /// The text as NFKC_Casefold has it, as far as these scripts are concerned.
  static func folded(_ text: String) -> String {
    let plain = text.precomposedStringWithCompatibilityMapping.lowercased()
    let visible = plain.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
    return String(String.UnicodeScalarView(visible)).precomposedStringWithCompatibilityMapping
  }

  /// Graphemes of these scripts that stand side by side in a folded text.
  static func runs(of folded: String) -> [[Character]] {
    folded.split { !isSpelled($0) }.map(Array.init)
  }

  /// All stretches of 1 to 12 graphemes of the runs, each once.
  static func substrings(of folded: String) -> Set<String> {
    var found: Set<String> = []
    for run in runs(of: folded) {
      for start in run.indices {
        for end in start + 1...min(run.count, start + 12) { found.insert(String(run[start..<end])) }
      }
    }
    return found
  }

  /// Whether a text holds another, scalar by scalar: Swift's own comparison would take composed and
  /// decomposed letters for the same.
  static func holds(_ text: String, _ part: String) -> Bool {
    let (text, part) = (Array(text.unicodeScalars), Array(part.unicodeScalars))
    guard part.count <= text.count else { return false }
    return (0...text.count - part.count).contains { start in
      text[start..<start + part.count].elementsEqual(part)
    }
  }

  /// Han, kana, Hangul, Thai, Lao, Khmer, Burmese: letters and marks.
  static func isSpelled(_ character: Character) -> Bool {
    guard let value = character.unicodeScalars.first?.value else { return false }
    return switch value {
    case 0x3005, 0x3007, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF: true
    case 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x323AF: true
    case 0x1100...0x11FF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xD7B0...0xD7FB: true
    case 0x0E01...0x0E3A, 0x0E40...0x0E4E, 0x0E81...0x0ECE, 0x0EDC...0x0EDF: true
    case 0x1780...0x17D3, 0x17DC...0x17DD, 0x1000...0x103F, 0x1050...0x108F: true
    case 0x109A...0x109D, 0xA9E0...0xA9EF, 0xA9FA...0xA9FE, 0xAA60...0xAA76, 0xAA7A...0xAA7F: true
    default: false
    }
  }
}
