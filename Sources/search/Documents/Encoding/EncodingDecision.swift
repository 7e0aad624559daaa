/// What was decided about the encoding of a file.
struct EncodingDecision: Equatable, Sendable {
  /// What it was decided by.
  enum Ground: String, Sendable, CaseIterable {
    /// A byte order mark.
    case mark = "bom"
    /// All bytes are well-formed UTF-8, or all but a few.
    case utf8 = "utf-8"
    /// Sequences that switch between character sets.
    case escapes
    /// The file says so.
    case declared
    /// The likeliest decoding, detectors heard.
    case detector
    /// As before, and files of the same folder tipped the balance.
    case neighbours
    /// The user said so.
    case forced
  }

  /// The encoding.
  var charset: Charset
  /// By what.
  var ground: Ground
  /// How surely, from 0 to 1.
  var sureness: Double
  /// What to say where it is little more than a guess; nil where it is surer.
  var doubt: String? {
    guard ground == .detector || ground == .neighbours, sureness < 0.5 else { return nil }
    let share = Int((sureness * 100).rounded())
    return "read as \(charset.name), which is only \(share) % sure; "
      + "if it reads wrongly, name the encoding with --encoding"
  }

  /// How many bytes of a byte order mark precede the text.
  var markLength = 0
}
