import CTransliterator

/// A transliterator of ICU, slow and obvious, that judges tables.
@safe final class Transliterator {
  private let handle: OpaquePointer

  /// Nil when ICU does not know the identifier.
  init?(_ identifier: String) {
    guard let handle = unsafe ctransliterator_open(identifier) else { return nil }
    unsafe self.handle = handle
  }

  deinit { unsafe ctransliterator_close(handle) }

  /// The transliterated text, or nil when ICU fails.
  func apply(_ text: String) -> String? {
    let units = Array(text.utf16)
    var output = [UInt16](repeating: 0, count: units.count * 4 + 16)
    let count = unsafe ctransliterator_apply(
      handle, units, Int32(units.count), &output, Int32(output.count))
    return count < 0 ? nil : String(decoding: output.prefix(Int(count)), as: UTF16.self)
  }
}
