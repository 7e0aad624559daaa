/// A place in a file in a few characters.
enum PlaceText {
  /// The path with the entries that lead into it and with what tells where in it: `a.zip//b/c.txt`,
  /// `report.pdf:p3`, `book.xlsx!Sheet1!B12`, `film.srt @ 00:12:31`. Lines are left out.
  static func name(_ path: String, _ place: SourcePlace) -> String {
    var text = path
    for entry in place.entries { text += "//" + entry }
    if let message = place.message { text += ":m\(message)" }
    if let page = place.page { text += ":p\(page)" }
    if let sheet = place.sheet { text += "!" + sheet }
    if let cell = place.cell { text += "!" + cell }
    if let milliseconds = place.milliseconds { text += " @ " + time(milliseconds) }
    return text
  }

  /// What tells one passage of a document from another: its line, or where it is in a file without
  /// lines; nil if nothing does.
  static func label(_ place: SourcePlace) -> String? {
    var parts: [String] = []
    if let page = place.page { parts.append("p\(page)") }
    if let cell = place.cell {
      parts.append([place.sheet, cell].compactMap { $0 }.joined(separator: "!"))
    }
    if let milliseconds = place.milliseconds { parts.append(time(milliseconds)) }
    if parts.isEmpty { return place.line.map(String.init) }
    return parts.joined(separator: " ")
  }

  /// A time as `00:12:31`.
  static func time(_ milliseconds: Int) -> String {
    let seconds = max(0, milliseconds) / 1_000
    return [seconds / 3_600, seconds / 60 % 60, seconds % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
