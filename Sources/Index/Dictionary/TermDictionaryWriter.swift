/// Collects terms in the order of their keys, as front-coded blocks; see ``TermDictionary``.
struct TermDictionaryWriter {
  private(set) var terms = ByteWriter()
  private(set) var index = ByteWriter()
  private(set) var termCount = 0
  private var previousKey: [UInt8] = []
  private var previousEnd = 0

  /// Adds a term.
  ///
  /// - Precondition: the key is greater than the previous one.
  mutating func add(_ key: [UInt8], _ info: TermInfo) {
    precondition(termCount == 0 || previousKey.lexicographicallyPrecedes(key))
    if termCount % TermDictionary.blockSize == 0 {
      index.append(fixed: UInt64(terms.count))
      terms.append(varint: key.count)
      terms.append(contentsOf: key)
      terms.append(varint: info.postingsOffset)
    } else {
      precondition(info.postingsOffset == previousEnd)
      var shared = 0
      let common = min(key.count, previousKey.count)
      while shared < common, key[shared] == previousKey[shared] { shared += 1 }
      terms.append(varint: shared)
      terms.append(varint: key.count - shared)
      terms.append(contentsOf: key[shared...])
    }
    terms.append(varint: info.documentFrequency)
    terms.append(varint: info.totalFrequency - UInt64(info.documentFrequency))
    terms.append(varint: info.postingsByteCount)
    terms.append(varint: info.positionsByteCount)
    previousKey = key
    previousEnd = info.postingsOffset + info.postingsByteCount + info.positionsByteCount
    termCount += 1
  }
}
