internal import Tokenizer

/// Turns the tokens of one text into terms of one field of a document.
@safe
struct TermWriter {
  private let document: UInt32
  private let field: FieldID
  /// The position of the text's first place.
  private let base: UInt32
  private let table: TermTable
  private let scratch: Scratch
  /// Words of all scripts so far.
  private(set) var wordCount: UInt32 = 0
  // The last character that makes pairs, to make one of it and the next.
  private var previous: TermTable.Sought?
  private var previousPosition = UInt32.max
  // The last common word and its position, to make a pair of it and the next.
  private var previousWord: TermTable.Sought?
  private var previousWordLevel = CommonWords.noLevel
  private var previousWordPosition = UInt32.max

  /// Memory that is used again.
  @safe
  final class Scratch {
    fileprivate let batch = GrowingMemory<TermTable.Sought>(capacity: TermWriter.batchSize)
    // Where the entries of terms probably are.
    fileprivate let places = unsafe GrowingMemory<UnsafeMutablePointer<TermEntry>>(
      capacity: TermWriter.batchSize)
    // The levels of words.
    fileprivate let levels = GrowingMemory<UInt8>(capacity: TermWriter.batchSize)
    // Terms that follow from those of the batch, and the bytes of pairs, which do not move while there
    // are any.
    fileprivate let derived = GrowingMemory<TermTable.Sought>(capacity: TermWriter.batchSize)
    fileprivate let derivedPlaces = unsafe GrowingMemory<UnsafeMutablePointer<TermEntry>>(
      capacity: TermWriter.batchSize)
    fileprivate let pairs = GrowingMemory<UInt8>(capacity: 1 << 12)
    // The headers of terms, by kinds of tokens.
    fileprivate let headers = GrowingMemory<UInt32>(capacity: 8)
    // What loads ahead have found, so that they are not optimised away.
    fileprivate var touched: UInt64 = 0
  }

  /// Tokens whose terms are looked up at once, so that memory that is in no cache is waited for by many
  /// of them together. No more than an integer has bits.
  private static let batchSize = 64
  /// So many bytes behind a pair can be read and written.
  private static let padding = 16

  init(
    document: DocID, field: FieldID, base: UInt32, table: TermTable, _ scratch: Scratch
  ) {
    self.document = document.rawValue
    self.field = field
    self.base = base
    self.table = table
    self.scratch = scratch
  }

  /// Adds tokens, whose ranges lie inside the bytes: a law of analyzers.
  mutating func add(_ tokens: UnsafeBufferPointer<Token>, _ bytes: UnsafeBufferPointer<UInt8>) {
    for kind in TokenKind.allCases {
      // Kinds are below eight, as `seek` sees to.
      unsafe scratch.headers.pointer[Int(kind.rawValue & 7)] = Self.header(of: kind, field)
    }
    var start = 0
    while start < tokens.count {
      let end = min(start + Self.batchSize, tokens.count)
      // Below the count.
      let batch = unsafe UnsafeBufferPointer(rebasing: tokens[start..<end])
      let areWords = unsafe seek(batch, bytes)
      unsafe scratch.touched ^= table.locate(scratch.batch, scratch.places)
      if areWords {
        unsafe addWords(batch)
      } else {
        unsafe addBatch(batch)
      }
      addDerived()
      start = end
    }
  }

  /// Makes a batch of the terms of tokens; returns whether all of them are words.
  private func seek(
    _ tokens: UnsafeBufferPointer<Token>, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    // A batch is no longer than the memory; there is a header for each kind.
    let others = unsafe Self.seek(
      tokens, bytes, table.seeker, scratch.headers.pointer, scratch.batch.pointer)
    unsafe scratch.batch.setCount(tokens.count)
    return others == 0
  }

  /// Hashes the terms of tokens; returns 0 if all of them are words.
  @unsafe @inline(__always)
  private static func seek(
    _ tokens: UnsafeBufferPointer<Token>, _ bytes: UnsafeBufferPointer<UInt8>,
    _ seeker: TermTable.Seeker, _ headers: UnsafePointer<UInt32>,
    _ batch: UnsafeMutablePointer<TermTable.Sought>
  ) -> UInt8 {
    guard let base = bytes.baseAddress else {
      precondition(tokens.isEmpty)
      return 0
    }
    var others: UInt8 = 0
    for index in 0..<tokens.count {
      // Below the count.
      let token = unsafe tokens[index]
      let (start, end) = (Int(token.termStart), Int(token.termEnd))
      precondition(start <= end && end <= bytes.count)
      others |= token.kind.rawValue ^ TokenKind.word.rawValue
      // The range is inside the bytes.
      let term = unsafe UnsafeBufferPointer(start: base + start, count: end &- start)
      unsafe (batch + index).initialize(
        to: seeker.seek(
          header: headers[Int(token.kind.rawValue & 7)], term,
          readableByteCount: bytes.count &- start))
    }
    return others
  }

  /// Adds words whose terms are the batch.
  private mutating func addWords(_ tokens: UnsafeBufferPointer<Token>) {
    let (batch, places) = unsafe (scratch.batch.pointer, scratch.places.pointer)
    let (table, document, base) = (self.table, self.document, self.base)
    let levels = unsafe scratch.levels.pointer
    var common: UInt64 = 0
    for index in 0..<tokens.count {
      // Below the count, which is that of all three.
      let entry = unsafe table.entry(of: batch[index], probably: places[index])
      unsafe TermEntry.addPosition(
        document, base + tokens[index].position, to: entry, in: table.arena)
      common |= unsafe UInt64(entry.pointee.commonBit) &<< UInt64(index)
      unsafe levels[index] = entry.pointee.level
    }
    wordCount += UInt32(tokens.count)
    unsafe addWordPairs(common, tokens)
  }

  /// Adds tokens whose terms are the batch.
  private mutating func addBatch(_ tokens: UnsafeBufferPointer<Token>) {
    let (batch, places) = unsafe (scratch.batch.pointer, scratch.places.pointer)
    let levels = unsafe scratch.levels.pointer
    var common: UInt64 = 0
    for index in 0..<tokens.count {
      // Below the count, which is that of all three.
      let level = unsafe add(tokens[index], batch[index], places[index])
      common |= (level < CommonWords.noLevel ? 1 : 0) &<< UInt64(index)
      unsafe levels[index] = level
    }
    unsafe addWordPairs(common, tokens)
  }

  /// Collects the pairs of common words, of which there is a bit for each token of the batch.
  @inline(__always)
  private mutating func addWordPairs(_ common: UInt64, _ tokens: UnsafeBufferPointer<Token>) {
    // As many as tokens have been stored.
    unsafe scratch.levels.setCount(tokens.count)
    var common = common
    while common != 0 {
      let index = common.trailingZeroBitCount
      // Of the batch.
      unsafe addWordPair(
        scratch.batch[index], scratch.levels[index], at: tokens[index].position)
      common &= common &- 1
    }
  }

  private static func header(of kind: TokenKind, _ field: FieldID) -> UInt32 {
    switch kind {
    case .word, .spelledWord: TermHeader.make(field, .word)
    case .character: TermHeader.make(field, .character)
    case .part: TermHeader.make(field, .part)
    case .stem: TermHeader.make(field, .stem)
    }
  }

  /// Adds a token; returns its level, if it is a word.
  @inline(__always)
  private mutating func add(
    _ token: Token, _ term: TermTable.Sought, _ place: UnsafeMutablePointer<TermEntry>
  ) -> UInt8 {
    if token.kind == .spelledWord {
      wordCount += 1
      return CommonWords.noLevel
    }
    // Of this table. Where no positions are kept that is not looked at.
    let entry = unsafe table.entry(of: term, probably: place)
    unsafe TermEntry.add(document, at: base + token.position, to: entry, in: table.arena)
    if token.kind == .word {
      wordCount += 1
      return unsafe entry.pointee.level
    }
    if token.kind == .character {
      addPair(term, at: token.position)
    } else if token.kind == .stem {
      unsafe addRoot(of: term.bytes)
    }
    return CommonWords.noLevel
  }

  // MARK: - Terms that follow from others

  /// Adds the terms that have been collected, which are of kinds that keep no positions.
  @inline(never)
  private func addDerived() {
    let derived = scratch.derived
    if derived.count == 0 { return }
    unsafe scratch.touched ^= table.locate(derived, scratch.derivedPlaces)
    let places = unsafe scratch.derivedPlaces.pointer
    for index in 0..<derived.count {
      // Below the count, which is that of all three.
      let entry = unsafe table.entry(of: derived[index], probably: places[index])
      unsafe TermEntry.add(document, at: 0, to: entry, in: table.arena)
    }
    derived.removeAll()
    scratch.pairs.removeAll()
  }

  /// Collects the first bytes of a stem.
  @inline(never)
  private func addRoot(of stem: UnsafeBufferPointer<UInt8>) {
    guard let count = unsafe StemRoot.byteCount(of: stem) else { return }
    // The analyzer's bytes, which live until they have been added.
    let root = unsafe UnsafeBufferPointer(rebasing: stem[..<count])
    scratch.derived.append(
      unsafe table.seeker.seek(
        header: TermHeader.make(field, .root), root, readableByteCount: stem.count))
  }

  @inline(never)
  private mutating func addPair(_ term: TermTable.Sought, at position: UInt32) {
    let isPossible = unsafe CharacterPair.isPossible(term.bytes)
    defer {
      previous = isPossible ? term : nil
      previousPosition = position
    }
    guard isPossible, previousPosition &+ 1 == position, let left = previous else { return }
    let byteCount = unsafe left.bytes.count + term.bytes.count
    guard byteCount <= TermKey.maximumByteCount - TermKey.headerSize else { return }
    collect(.pair, left, term)
  }

  @inline(never)
  private mutating func addWordPair(
    _ term: TermTable.Sought, _ level: UInt8, at position: UInt32
  ) {
    let previousLevel = previousWordLevel
    defer {
      previousWord = term
      previousWordLevel = level
      previousWordPosition = position
    }
    guard previousWordPosition &+ 1 == position, CommonWords.makesPair(previousLevel, level),
      let left = previousWord
    else { return }
    collect(.wordPair, left, separator: CommonWords.separator, term)
  }

  /// Collects a term that is made of two.
  @inline(__always)
  private func collect(
    _ kind: TermKind, _ left: TermTable.Sought, separator: UInt8? = nil, _ right: TermTable.Sought
  ) {
    let pairs = scratch.pairs
    let byteCount = unsafe left.bytes.count + (separator == nil ? 0 : 1) + right.bytes.count
    if pairs.count + byteCount + Self.padding > pairs.capacity {
      // What has been collected must not move.
      addDerived()
      pairs.reserve(byteCount + Self.padding)
    }
    // What is written now, behind the bytes so far.
    let term = unsafe UnsafeBufferPointer(start: pairs.pointer + pairs.count, count: byteCount)
    let header = TermHeader.make(field, kind)
    if byteCount <= 8 {
      // What has just been stored byte by byte could be loaded as a whole only after a while.
      let gap = unsafe left.word | UInt64(separator ?? 0) &<< UInt64(8 &* left.bytes.count)
      let word = unsafe gap | right.word &<< UInt64(8 &* (byteCount &- right.bytes.count))
      unsafe pairs.append(lowestBytesOf: word, count: byteCount)
      scratch.derived.append(unsafe table.seeker.seek(header: header, word: word, term))
    } else {
      unsafe pairs.append(contentsOf: left.bytes)
      if let separator { pairs.append(separator) }
      unsafe pairs.append(contentsOf: right.bytes)
      scratch.derived.append(
        unsafe table.seeker.seek(header: header, term, readableByteCount: byteCount))
    }
  }
}
