internal import CStemmer

/// A stemmer of libstemmer. It has mutable state, so it belongs to one worker; a class, so that many
/// of them can be kept in an array. Safe, since nobody else sees its handle.
@safe final class SnowballStemmer {
  private let handle: OpaquePointer

  /// Opens the stemmer of a language; nil if the linked library has none or memory ran out.
  init?(_ language: StemmingLanguage) {
    // The code is a C string for the length of the call.
    guard let handle = unsafe cstemmer_create(language.rawValue) else { return nil }
    unsafe self.handle = handle
  }

  // The handle is this object's alone.
  deinit { unsafe cstemmer_free(handle) }

  /// Writes the stem of a folded word to the front of `stem`. Returns its length; nil if the word is
  /// empty, or the stem is empty or does not fit.
  func stem(_ word: Span<UInt8>, into stem: inout [UInt8]) -> Int? {
    guard !word.isEmpty, !stem.isEmpty else { return nil }
    var span = stem.mutableSpan
    let capacity = Int32(clamping: span.count)
    // Both buffers outlive the call, and the counts handed over are what they hold.
    let length = unsafe word.withUnsafeBufferPointer { word in
      unsafe span.withUnsafeMutableBufferPointer { stem in
        guard let from = word.baseAddress, let to = stem.baseAddress else { return Int32(-1) }
        return unsafe cstemmer_stem(handle, from, Int32(clamping: word.count), to, capacity)
      }
    }
    return length > 0 ? Int(length) : nil
  }
}
