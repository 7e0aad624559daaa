extension String {
  /// The text with canonically equivalent spellings made one (NFC), so that its scalars can be compared; as it
  /// is if ICU cannot open its data.
  ///
  /// - Complexity: O(length); the square of it in a run of combining marks.
  package var composed: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return self }
    return (try? ICUNormalizer.composed(self)) ?? self
  }
}
