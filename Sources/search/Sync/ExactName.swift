/// A name byte for byte: names that differ only in how their characters are composed are two files.
struct ExactName: Hashable {
  private let bytes: [UInt8]

  init(_ name: String) { bytes = Array(name.utf8) }

  /// The name.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
