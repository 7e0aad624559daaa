/// The id of a query or of a document, as it stands in a file of judgments or in a run.
///
/// Ids are bytes: equal and ordered byte by byte, as trec_eval does it. Swift's `String` would take
/// a composed and a decomposed letter for the same.
struct Identifier: Hashable, Comparable, Sendable {
  /// The bytes; a slice, so that looking up an id of a file copies nothing.
  var bytes: ArraySlice<UInt8>

  /// An id out of a file.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  /// An id that is at hand as text.
  init(_ text: String) {
    bytes = Array(text.utf8)[...]
  }

  /// The id as text, for people; bytes that are no UTF-8 are replaced.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The same id in memory of its own, so that it does not keep a whole file.
  var copied: Identifier { Identifier(Array(bytes)[...]) }

  static func < (one: Identifier, other: Identifier) -> Bool {
    one.bytes.lexicographicallyPrecedes(other.bytes)
  }
}
