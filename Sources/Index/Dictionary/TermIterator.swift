/// Terms of a dictionary in the order of their keys.
struct TermIterator {
  private let dictionary: TermDictionary
  private var reader: ByteReader?
  /// How many terms precede the next one.
  private(set) var ordinal: Int
  private(set) var key: [UInt8] = []
  private(set) var info = TermInfo()
  private var isHolding = false
  /// The number of the key's field in the file, where it is another than in the key.
  private var ownField: FieldID?

  /// A walk that is over.
  init(endOf dictionary: TermDictionary) {
    self.dictionary = dictionary
    ordinal = dictionary.termCount
  }

  /// Stands before the first term of a block.
  init(_ dictionary: TermDictionary, block: Int) throws(IndexError) {
    self.dictionary = dictionary
    ordinal = block * TermDictionary.blockSize
  }

  /// Moves to the next term; false at the end.
  mutating func next() throws(IndexError) -> Bool {
    if isHolding {
      isHolding = false
    } else {
      if let ownField { TermKey.set(ownField, in: &key) }
      guard try advance() else { return false }
    }
    if let numbering = dictionary.numbering {
      let own = TermKey.field(of: key)
      ownField = own
      info.field = numbering.field(ofOwn: own)
      TermKey.set(info.field, in: &key)
    }
    return true
  }

  /// Moves to the next term, whose key is then as in the file.
  mutating func advance() throws(IndexError) -> Bool {
    guard ordinal < dictionary.termCount else { return false }
    let isFirst = ordinal % TermDictionary.blockSize == 0
    if isFirst { reader = try dictionary.reader(ofBlock: ordinal / TermDictionary.blockSize) }
    guard var reader else { return false }
    let (shared, rest) =
      isFirst ? (0, try reader.length("key")) : try reader.parts(after: key.count)
    key.removeSubrange(shared...)
    try reader.rest(rest, dictionary.symbols, appendTo: &key)
    guard key.count <= TermKey.maximumByteCount, key.count >= TermKey.headerSize else {
      throw reader.corrupt("key of \(key.count) bytes")
    }
    try dictionary.read(&info, kind: key[2], isFirst: isFirst, &reader)
    info.field = TermKey.field(of: key)
    self.reader = reader
    ordinal += 1
    return true
  }

  /// Moves on until the next term is not less than a key.
  mutating func skip(to target: [UInt8]) throws(IndexError) {
    while try advance() {
      if !key.lexicographicallyPrecedes(target) {
        isHolding = true
        return
      }
    }
  }
}

extension TermDictionary {
  /// Checks that every symbol is used by some key, as the writer sees to.
  ///
  /// - Complexity: O(all keys).
  func checkSymbols() throws(IndexError) {
    guard let symbols else { return }
    let packer = SymbolPacker(symbols.symbols)
    var isUsed = [Bool](repeating: false, count: 256)
    var packed = ByteWriter()
    var terms = try TermIterator(self, block: 0)
    var previous: [UInt8] = []
    while try terms.advance() {
      let isFirst = terms.ordinal % Self.blockSize == 1
      var index = 0
      while !isFirst, index < min(previous.count, terms.key.count),
        previous[index] == terms.key[index]
      { index += 1 }
      packed.removeAll()
      packer.pack(index..<terms.key.count, of: terms.key, into: &packed)
      SymbolPacker.note(packed.bytes, in: &isUsed)
      previous = terms.key
    }
    if let code = symbols.symbols.indices.first(where: { !isUsed[$0] }) {
      throw corruptSymbols("symbol \(code) is of no key")
    }
  }
}

extension ByteReader {
  /// How many bytes a key shares with the previous one, of `length` bytes, and how many follow.
  @inline(__always)
  fileprivate mutating func parts(
    after length: Int
  ) throws(IndexError) -> (shared: Int, rest: Int) {
    let both = Int(try byte())
    if both < 0xFF {
      let shared = both >> 4 + TermKey.headerSize
      guard shared <= length else { throw corrupt("shared part of a key is too long") }
      return (shared, both & 15 + 1)
    }
    return (try varint(atMost: length, "shared part of a key"), try self.length("key"))
  }

  /// Appends the rest of a key, which takes so many bytes.
  fileprivate mutating func rest(
    _ count: Int, _ symbols: SymbolTable?, appendTo key: inout [UInt8]
  ) throws(IndexError) {
    // Before anything is allocated by it.
    guard count <= TermDictionary.longestRest(isPacked: symbols != nil) else {
      throw corrupt("rest of a key has \(count) bytes")
    }
    guard let symbols else { return try bytes(count, appendTo: &key) }
    guard count <= remainingCount else { throw corrupt("ends too early") }
    // Inside the range; the symbols live as long as the dictionary.
    let packed = unsafe UnsafeRawBufferPointer(rebasing: rest[..<count])
    guard unsafe symbols.codes.unpack(packed, appendTo: &key) else {
      throw corrupt("a key has a code that stands for nothing")
    }
    try skip(count)
  }
}
