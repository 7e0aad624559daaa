/// Collects terms in the order of their keys, as front-coded blocks; see ``TermDictionary``.
struct TermDictionaryWriter {
  private(set) var terms = ByteWriter()
  private(set) var index = ByteWriter()
  private(set) var termCount = 0
  private var previousKey: [UInt8] = []
  private var previousEnd = 0

  /// Adds a term.
  ///
  /// - Precondition: the key is greater than the previous one; the term keeps positions if its kind
  ///   does.
  mutating func add(_ key: [UInt8], _ info: TermInfo) {
    var shared = 0
    let common = min(key.count, previousKey.count)
    while shared < common, key[shared] == previousKey[shared] { shared += 1 }
    precondition(
      termCount == 0
        || shared < key.count && (shared == previousKey.count || previousKey[shared] < key[shared]))
    if termCount % TermDictionary.blockSize == 0 {
      index.append(contentsOf: key.prefix(8))
      for _ in min(key.count, 8)..<8 { index.append(0) }
      index.append(fixed: UInt64(terms.count))
      terms.append(varint: key.count)
      terms.append(contentsOf: key)
      terms.append(varint: info.postingsOffset)
    } else {
      precondition(info.postingsOffset == previousEnd)
      append(shared: shared, rest: key.count - shared)
      terms.append(contentsOf: key[shared...])
    }
    if TermKind(rawValue: key[2])?.hasPostings ?? true { append(info) }
    // Not the key itself, so that its owner can use its memory again.
    previousKey.replaceSubrange(shared..., with: key[shared...])
    previousEnd = info.postingsOffset + info.postingsByteCount
    termCount += 1
  }

  private mutating func append(shared: Int, rest: Int) {
    let beyondHeader = shared - TermKey.headerSize
    if (0...15).contains(beyondHeader), (1...16).contains(rest), beyondHeader + rest < 31 {
      terms.append(UInt8(beyondHeader << 4 | (rest - 1)))
    } else {
      terms.append(0xFF)
      terms.append(varint: shared)
      terms.append(varint: rest)
    }
  }

  private mutating func append(_ info: TermInfo) {
    let documents = UInt64(info.documentFrequency)
    precondition(documents > 0 && info.totalFrequency >= documents)
    let isOften = info.totalFrequency > documents
    let head = documents == 1 ? UInt64(info.onlyDocument) << 2 : (documents - 2) << 2 | 2
    terms.append(varint: head | (isOften ? 1 : 0))
    if isOften {
      terms.append(varint: info.totalFrequency - documents - 1)
    } else if documents == 1 {
      if info.keepsPositions { terms.append(varint: info.onlyPosition) }
      return
    }
    if documents > 1 || info.keepsPositions { terms.append(varint: info.postingsByteCount) }
  }
}
