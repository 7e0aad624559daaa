internal import Tokenizer

/// Collects the entries of the map from loosely folded words to the words that an index has, while
/// its terms are written.
///
/// An entry is a term of kind ``TermKind/fold``: the folded form, a zero byte, and the word. Words that
/// fold to themselves have none: whoever looks for forms tries the folded form itself as well.
struct FoldMap {
  private var folding = LooseFold()
  private var field = FieldID.text
  private var keys: [[UInt8]] = []
  private var loose: [UInt8] = []

  /// Notes a term that is being written.
  ///
  /// - Precondition: keys come in order, and the entries of fields before have been taken.
  mutating func note(_ key: TermKey) {
    guard key.kind == .word else { return }
    let term = key.termBytes
    guard folding.fold(term.span, into: &loose) else { return }
    let bytes = TermKey(field: key.field, kind: .fold, term: loose + [0] + term).bytes
    if bytes.count <= TermKey.maximumByteCount { keys.append(bytes) }
  }

  /// The entries that come before `key`, in order; all if it is nil. They are forgotten.
  mutating func take(before key: [UInt8]?) -> [[UInt8]] {
    guard let first = keys.first else { return [] }
    if let key {
      // All entries so far are of one field; they come before the kinds behind theirs.
      let header = Array(first[..<TermKey.headerSize])
      if key[..<TermKey.headerSize].lexicographicallyPrecedes(header) { return [] }
    }
    defer { keys.removeAll(keepingCapacity: true) }
    return keys.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
