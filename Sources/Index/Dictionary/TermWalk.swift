/// A walk through the terms of one field and kind that jumps: what it passes over is not put together, and
/// what the dictionary knows of a term is read when it is asked for.
struct TermWalk {
  private let dictionary: TermDictionary
  private let field: FieldID
  /// What keys begin with in the file; empty where it has no such field.
  private let header: [UInt8]
  private var block = 0
  private var reader: ByteReader?
  private var scan: TermScan?
  private var entry: TermScan.WalkedEntry?
  private var key: [UInt8]
  /// What was looked for last; memory that is used again.
  private var target: [UInt8] = []

  /// Stands before the first term.
  init(_ dictionary: TermDictionary, field: FieldID, kind: TermKind) throws(IndexError) {
    self.dictionary = dictionary
    self.field = field
    let asked = TermKey(field: field, kind: kind, term: []).bytes
    header = dictionary.numbering.map { $0.ownKey(of: asked) ?? [] } ?? asked
    key = header
    if header.isEmpty || dictionary.blockCount == 0 { return }
    try open(try dictionary.lastBlock(notAfter: header) ?? 0)
  }

  /// The bytes of the current term.
  var term: ArraySlice<UInt8> {
    @inline(__always) get { key[min(TermKey.headerSize, key.count)...] }
  }

  /// Moves to the next term.
  ///
  /// - Returns: how many bytes it surely shares with the one before; nil at the end.
  mutating func next() throws(IndexError) -> Int? {
    // Nothing is less than the first.
    if entry == nil { return try seek(keeping: 0, []) }
    if let next = scan?.next() { return try take(next, agreeing: next.shared) }
    guard try openNext(block + 1), let first = scan?.next() else { return nil }
    return try take(first, agreeing: 0)
  }

  /// Moves to the first term that is not less than so many bytes of the current one and others behind them.
  ///
  /// - Precondition: the current term, if there is one, is less.
  /// - Returns: how many bytes of these it begins with; nil at the end.
  mutating func seek(
    keeping count: Int, _ rest: some Sequence<UInt8>
  ) throws(IndexError) -> Int? {
    var agreement = entry == nil ? 0 : TermKey.headerSize + count
    target.removeAll(keepingCapacity: true)
    target.append(contentsOf: key.prefix(max(agreement, header.count)))
    target.append(contentsOf: rest)
    if entry != nil {
      let most = min(key.count, target.count)
      while agreement < most, key[agreement] == target[agreement] { agreement += 1 }
    }
    let sought = SoughtKey(target)
    while true {
      if let next = scan?.next(notBefore: sought, &agreement) {
        key.removeAll(keepingCapacity: true)
        key.append(contentsOf: target.prefix(next.shared))
        return try take(next, agreeing: agreement)
      }
      let other =
        block + 1 < dictionary.blockCount
        ? try dictionary.lastBlock(notAfter: target, from: block) : block
      guard try openNext(max(other, block + 1)) else { return nil }
      agreement = 0
    }
  }

  /// What the dictionary knows of the current term.
  func info() throws(IndexError) -> TermInfo {
    guard let entry, var reader else { return TermInfo() }
    try reader.skip(entry.info.infoOffset)
    var info = TermInfo(postingsOffset: entry.info.postingsOffset)
    try dictionary.readInfo(&info, kind: key[2], &reader)
    info.field = field
    return info
  }

  /// Puts the key together.
  ///
  /// - Returns: how many bytes of the term agree, of so many of the key; nil behind the last one.
  private mutating func take(
    _ next: TermScan.WalkedEntry, agreeing count: Int
  ) throws(IndexError) -> Int? {
    if let scan, let reader, !scan.complete(&key, next) {
      throw reader.corrupt("an entry in a block of terms makes no sense")
    }
    entry = next
    // What shares the header with a term has it.
    guard next.shared >= TermKey.headerSize || key.starts(with: header) else {
      scan = nil
      return nil
    }
    return max(0, count - TermKey.headerSize)
  }

  /// Goes on in a block behind the current one, which has been read to its end; false if there is none.
  private mutating func openNext(_ number: Int) throws(IndexError) -> Bool {
    guard let scan, let reader else { return false }
    if scan.isOdd { throw reader.corrupt("an entry in a block of terms makes no sense") }
    guard number < dictionary.blockCount else { return false }
    try open(number)
    return true
  }

  private mutating func open(_ number: Int) throws(IndexError) {
    let reader = try dictionary.reader(ofBlock: number)
    let size = TermDictionary.blockSize
    block = number
    self.reader = reader
    // The reader has the block, which is checked, and lives as long as the walk.
    scan = unsafe TermScan(
      walking: reader.rest, count: min(dictionary.termCount - number * size, size),
      dictionary.scanForm)
  }
}
