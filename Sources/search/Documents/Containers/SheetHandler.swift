/// Collects the cells of a sheet of Office Open XML.
final class SheetHandler: XMLHandler {
  /// Rows as lines, cells parted by TAB, each with its name.
  private(set) var body = PlacedText()
  private let shared: [String]
  private var cell: String?
  private var kind = ""
  private var value: [UInt8] = []
  private var collects = false
  private var isReading = false

  /// Creates a collector; texts that several cells have are kept in a list of the workbook.
  init(shared: [String]) {
    self.shared = shared
  }

  func start(_ name: String, _ attributes: [String: String]) {
    switch name {
    case "c":
      cell = attributes["r"]
      kind = attributes["t"] ?? "n"
      value.removeAll()
    case "v": collects = kind != "b" && kind != "e"
    case "t": collects = !isReading
    case "rPh": isReading = true
    default: break
    }
  }

  func end(_ name: String) {
    switch name {
    case "v", "t": collects = false
    case "rPh": isReading = false
    case "c": take()
    case "row": if let last = body.bytes.last, last != 0x0A { body.append([0x0A]) }
    default: break
    }
  }

  func text(_ bytes: [UInt8]) {
    if collects { value += bytes }
  }

  private func take() {
    var text = value
    if kind == "s" {
      let number = Int(String(decoding: value, as: UTF8.self)) ?? -1
      text = shared.indices.contains(number) ? Array(shared[number].utf8) : []
    }
    guard !text.isEmpty else { return }
    if let last = body.bytes.last, last != 0x0A { body.append([0x09]) }
    body.append(text[...], at: PlaceMap.Anchor(offset: 0, cell: cell))
  }
}

/// Collects the texts that the cells of a workbook share.
final class SharedStringsHandler: XMLHandler {
  private(set) var strings: [String] = []
  private var value: [UInt8] = []
  private var collects = false
  private var isReading = false

  func start(_ name: String, _ attributes: [String: String]) {
    switch name {
    case "si": value.removeAll()
    case "t": collects = !isReading
    // How a Japanese text is read.
    case "rPh": isReading = true
    default: break
    }
  }

  func end(_ name: String) {
    switch name {
    case "t": collects = false
    case "rPh": isReading = false
    case "si": strings.append(String(decoding: value, as: UTF8.self))
    default: break
    }
  }

  func text(_ bytes: [UInt8]) {
    if collects { value += bytes }
  }
}

/// Collects the sheets of OpenDocument, where cells are counted instead of named.
final class OpenSheetHandler: XMLHandler {
  /// The sheets: name and cells.
  private(set) var sheets: [(name: String, body: PlacedText)] = []
  private var row = 0
  private var column = 0
  private var repeats = 1
  private var rowRepeats = 1
  private var isInCell = false
  private var hasText = false

  func start(_ name: String, _ attributes: [String: String]) {
    func number(_ key: String) -> Int {
      min(max(1, attributes[key].flatMap { Int($0) } ?? 1), 1 << 20)
    }
    switch name {
    case "table":
      sheets.append((attributes["name"] ?? "", PlacedText()))
      row = 0
    case "table-row":
      row += 1
      column = 0
      rowRepeats = number("number-rows-repeated")
    case "table-cell", "covered-table-cell":
      column += 1
      repeats = number("number-columns-repeated")
      isInCell = true
      hasText = false
    default: break
    }
  }

  func end(_ name: String) {
    switch name {
    case "table-cell", "covered-table-cell":
      column += repeats - 1
      isInCell = false
    case "table-row":
      row += rowRepeats - 1
      if let last = sheets.last?.body.bytes.last, last != 0x0A {
        sheets[sheets.count - 1].body.append([0x0A])
      }
    default: break
    }
  }

  func text(_ bytes: [UInt8]) {
    guard isInCell, !sheets.isEmpty, bytes.contains(where: { $0 != 0x20 && $0 != 0x0A }) else {
      return
    }
    let index = sheets.count - 1
    if !hasText, let last = sheets[index].body.bytes.last, last != 0x0A {
      sheets[index].body.append([0x09])
    }
    hasText = true
    let name = Self.name(column: column) + String(row)
    sheets[index].body.append(bytes[...], at: PlaceMap.Anchor(offset: 0, cell: name))
  }

  /// A to Z, AA to ZZ, and so on.
  private static func name(column: Int) -> String {
    var name = ""
    var rest = column
    while rest > 0 {
      let letter = Unicode.Scalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))
      name = String(Character(letter)) + name
      rest = (rest - 1) / 26
    }
    return name
  }
}
