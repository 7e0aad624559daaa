/// Collects terms in the order of their keys, as front-coded blocks; see ``TermDictionary``.
///
/// With what the rests of keys are packed is known when all of them are. Until then they are kept as they
/// are, and each entry's info has its length before it.
struct TermDictionaryWriter {
  private(set) var termCount = 0
  /// The entries: parts, rest of the key, length of the info u8, info. The first of a block has the key's
  /// length as its parts; the offset of its postings belongs to its info.
  private var entries = ByteWriter()
  /// Where blocks begin.
  private var starts: [Int] = []
  private var previousKey: [UInt8] = []
  private var previousEnd = 0
  private let documentBitCount: Int

  /// Blocks that are packed at a time.
  private static let stretchLength = 128
  /// Where the rests of keys have fewer bytes they are not packed: that would hardly pay for the symbols.
  private static let fewestBytes = 4096
  /// How many bytes of rests are looked at to find the symbols, about: half of an entry is its rest, more or
  /// less, and every block of a dictionary of few entries is taken.
  private static let sampleByteCount = 1 << 15

  /// - Parameter documentCount: the numbers of all documents are below.
  init(documentCount: Int = DocID.maximumCount) {
    documentBitCount = DocID.bitCount(below: documentCount)
  }

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
    let isFirst = termCount % TermDictionary.blockSize == 0
    if isFirst {
      starts.append(entries.count)
      entries.append(varint: key.count)
      entries.append(contentsOf: key)
    } else {
      precondition(info.postingsOffset == previousEnd)
      entries.append(partsOf: shared, key.count - shared)
      entries.append(contentsOf: key[shared...])
    }
    entries.append(0)
    let start = entries.count
    if isFirst { entries.append(varint: info.postingsOffset) }
    if TermKind(rawValue: key[2])?.hasPostings ?? true { append(info) }
    // Four varints at most.
    entries.replace(at: start - 1, by: UInt8(entries.count - start))
    // Not the key itself, so that its owner can use its memory again.
    previousKey.replaceSubrange(shared..., with: key[shared...])
    previousEnd = info.postingsOffset + info.postingsByteCount
    termCount += 1
  }

  private mutating func append(_ term: TermInfo) {
    let documents = UInt64(term.documentFrequency)
    precondition(documents > 0 && term.totalFrequency >= documents)
    let isOften = term.totalFrequency > documents
    var number = documents == 1 ? UInt64(term.onlyDocument) : documents - 2
    if documents == 1, !isOften, term.keepsPositions {
      number |= UInt64(term.onlyPosition) << UInt64(documentBitCount)
    }
    entries.append(varint: number << 2 | (documents == 1 ? 0 : 2) | (isOften ? 1 : 0))
    if isOften { entries.append(varint: term.totalFrequency - documents - 1) }
    if documents > 1 || isOften && term.keepsPositions {
      entries.append(varint: term.postingsByteCount)
    }
  }

  /// Writes the sections of a dictionary.
  ///
  /// - Parameter threads: who packs; nil for the caller alone.
  func write(to writer: SealedFileWriter, on threads: ThreadTeam?) throws(IndexError) {
    try write(to: writer, on: threads, packedWith: bestSymbols())
  }

  /// Writes the sections of a dictionary.
  ///
  /// - Parameter symbols: what the rests of keys are packed with; nil to write them as they are.
  func write(
    to writer: SealedFileWriter, on threads: ThreadTeam?, packedWith symbols: SymbolTable?
  ) throws(IndexError) {
    try writer.beginSection(.terms)
    let packer = symbols.map { SymbolPacker($0.symbols) }
    let stretchCount = (starts.count + Self.stretchLength - 1) / Self.stretchLength
    var index = ByteWriter()
    var offset = 0
    var failure: IndexError?
    ThreadTeam.mapInOrder(stretchCount, on: threads) { [self] number in
      let start = number * Self.stretchLength
      return PackedBlocks(start..<min(starts.count, start + Self.stretchLength), of: self, packer)
    } consume: { packed in
      for block in packed.blocks {
        index.append(fixed: block.prefix.byteSwapped)
        index.append(fixed: UInt64(offset + block.start))
      }
      offset += packed.bytes.count
      if failure != nil { return }
      do throws(IndexError) {
        try writer.append(packed.bytes.bytes)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    try writer.write(.termIndex, index.bytes)
    if let symbols { try writer.write(.symbols, symbols.encoded) }
  }

  /// Symbols that suit the dictionary; nil if they save less than they take, as far as a sample of blocks
  /// tells. They depend on nothing but its terms.
  func bestSymbols() -> SymbolTable? {
    if entries.count < Self.fewestBytes { return nil }
    // Every block of a small dictionary; or else blocks that lie evenly, infos and all twice the sample.
    let step = max(1, entries.count / (2 * Self.sampleByteCount))
    var texts: [Range<Int>] = []
    for number in stride(from: 0, to: starts.count, by: step) {
      var block = block(number)
      texts.append(block.takeFirst().rest)
      while let entry = block.next() { texts.append(entry.rest) }
    }
    let byteCount = texts.reduce(0) { $0 + $1.count }
    if byteCount * step < Self.fewestBytes { return nil }
    let found = SymbolTrainer.symbols(for: texts, of: entries.bytes)
    let packer = SymbolPacker(found)
    var packed = ByteWriter()
    for text in texts { packer.pack(text, of: entries.bytes, into: &packed) }
    var isUsed = [Bool](repeating: false, count: 256)
    SymbolPacker.note(packed.bytes, in: &isUsed)
    // Without the others the same is packed.
    let symbols = SymbolTable(found.indices.filter { isUsed[$0] }.map { found[$0] })
    return (byteCount - packed.count) * step > symbols.encoded.count ? symbols : nil
  }

  /// A block, whose entries are to be taken.
  fileprivate func block(_ number: Int) -> CollectedBlock {
    let end = number + 1 == starts.count ? entries.count : starts[number + 1]
    return CollectedBlock(bytes: entries.bytes, at: starts[number], end: end)
  }
}

/// A block of ``TermDictionaryWriter``, of which entries are taken from the front.
private struct CollectedBlock {
  let bytes: [UInt8]
  private var at: Int
  private let end: Int

  struct Entry {
    var shared: Int
    /// Where the rest of its key lies in the bytes, and its info.
    var rest: Range<Int>
    var info: Range<Int>
  }

  init(bytes: [UInt8], at start: Int, end: Int) {
    self.bytes = bytes
    at = start
    self.end = end
  }

  /// Takes the first entry, whose key is all rest.
  mutating func takeFirst() -> Entry {
    let rest = take(varint())
    return Entry(shared: 0, rest: rest, info: take(Int(byte())))
  }

  /// Takes another entry; nil at the end.
  mutating func next() -> Entry? {
    if at == end { return nil }
    let both = byte()
    let (shared, count) =
      both < 0xFF
      ? (Int(both >> 4) + TermKey.headerSize, Int(both & 15) + 1) : (varint(), varint())
    let rest = take(count)
    return Entry(shared: shared, rest: rest, info: take(Int(byte())))
  }

  private mutating func take(_ count: Int) -> Range<Int> {
    at += count
    return at - count..<at
  }

  private mutating func byte() -> UInt8 {
    at += 1
    return bytes[at - 1]
  }

  private mutating func varint() -> Int {
    var (value, shift) = (0, 0)
    while true {
      let next = byte()
      value |= Int(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }
}

/// Blocks as they will stand in the file.
private struct PackedBlocks: Sendable {
  struct Block {
    /// The first eight bytes of the first key, the first one highest, with zeros behind a shorter one.
    var prefix: UInt64
    var start: Int
  }

  private(set) var bytes = ByteWriter()
  private(set) var blocks: [Block] = []

  init(_ numbers: Range<Int>, of writer: TermDictionaryWriter, _ packer: SymbolPacker?) {
    var rest = ByteWriter()
    for number in numbers {
      var block = writer.block(number)
      func pack(_ entry: CollectedBlock.Entry) {
        rest.removeAll()
        if let packer {
          packer.pack(entry.rest, of: block.bytes, into: &rest)
        } else {
          rest.append(contentsOf: block.bytes[entry.rest])
        }
      }
      let first = block.takeFirst()
      let prefix = SymbolPacker.word(
        block.bytes, at: first.rest.lowerBound, end: first.rest.upperBound)
      blocks.append(Block(prefix: prefix.byteSwapped, start: bytes.count))
      pack(first)
      bytes.append(varint: rest.count)
      bytes.append(contentsOf: rest.bytes)
      bytes.append(contentsOf: block.bytes[first.info])
      while let entry = block.next() {
        pack(entry)
        bytes.append(partsOf: entry.shared, rest.count)
        bytes.append(contentsOf: rest.bytes)
        bytes.append(contentsOf: block.bytes[entry.info])
      }
    }
  }
}

extension ByteWriter {
  /// Appends how many bytes a key shares with the one before, and how many follow.
  fileprivate mutating func append(partsOf shared: Int, _ rest: Int) {
    let beyondHeader = shared - TermKey.headerSize
    if (0...15).contains(beyondHeader), (1...16).contains(rest), beyondHeader + rest < 31 {
      append(UInt8(beyondHeader << 4 | (rest - 1)))
    } else {
      append(0xFF)
      append(varint: shared)
      append(varint: rest)
    }
  }
}
