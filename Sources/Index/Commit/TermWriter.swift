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
  private let wordHeader: UInt32
  private let characterHeader: UInt32
  /// Words of all scripts so far.
  private(set) var wordCount: UInt32 = 0
  // The last character, to make a pair of it and the next.
  private var previous: UnsafeBufferPointer<UInt8>?
  private var previousPosition = UInt32.max
  // The last common word and its position, to make a pair of it and the next.
  private var previousWord: UnsafeBufferPointer<UInt8>?
  private var previousWordPosition = UInt32.max

  /// Memory that is used again.
  @safe
  final class Scratch {
    fileprivate let batch = GrowingMemory<TermTable.Sought>(capacity: TermWriter.batchSize)
    fileprivate let pair = GrowingMemory<UInt8>(capacity: 1 << 6)
    // What loads ahead have found, so that they are not optimised away.
    fileprivate var touched: UInt64 = 0
  }

  /// Tokens whose terms are looked up at once, so that memory that is in no cache is waited for by many
  /// of them together.
  private static let batchSize = 32

  init(
    document: DocID, field: FieldID, base: UInt32, table: TermTable, _ scratch: Scratch
  ) {
    self.document = document.rawValue
    self.field = field
    self.base = base
    self.table = table
    self.scratch = scratch
    wordHeader = TermHeader.make(field, .word)
    characterHeader = TermHeader.make(field, .character)
    unsafe previous = nil
    unsafe previousWord = nil
  }

  /// Adds tokens, whose ranges lie inside the bytes: a law of analyzers.
  mutating func add(_ tokens: UnsafeBufferPointer<Token>, _ bytes: UnsafeBufferPointer<UInt8>) {
    let batch = scratch.batch
    var start = 0
    while start < tokens.count {
      let end = min(start + Self.batchSize, tokens.count)
      batch.removeAll()
      for index in start..<end {
        // Below the count; the range is inside the bytes.
        let token = unsafe tokens[index]
        let term = unsafe UnsafeBufferPointer(
          rebasing: bytes[Int(token.termStart)..<Int(token.termEnd)])
        batch.append(unsafe table.seek(header: header(of: token.kind), term))
      }
      scratch.touched ^= table.touch(batch)
      for index in start..<end { unsafe add(tokens[index], batch[index - start]) }
      start = end
    }
  }

  @inline(__always)
  private func header(of kind: TokenKind) -> UInt32 {
    switch kind {
    case .word, .spelledWord: wordHeader
    case .character: characterHeader
    case .part: TermHeader.make(field, .part)
    case .stem: TermHeader.make(field, .stem)
    }
  }

  @inline(__always)
  private mutating func add(_ token: Token, _ term: TermTable.Sought) {
    switch token.kind {
    case .word:
      wordCount += 1
      let isCommon = table.add(term, document: document, at: base + token.position)
      if isCommon { unsafe addWordPair(term.bytes, at: token.position) }
    case .spelledWord:
      wordCount += 1
    case .character:
      table.add(term, document: document, at: base + token.position)
      unsafe addPair(term.bytes, at: token.position)
    case .part:
      table.add(term, document: document, at: 0)
    case .stem:
      table.add(term, document: document, at: 0)
      // The first bytes of the stem.
      if let count = unsafe StemRoot.byteCount(of: term.bytes) {
        unsafe add(.root, UnsafeBufferPointer(rebasing: term.bytes[..<count]))
      }
    }
  }

  /// Adds a term of a kind that keeps no positions.
  @inline(__always)
  private func add(_ kind: TermKind, _ term: UnsafeBufferPointer<UInt8>) {
    // The caller's bytes live until this is done.
    table.add(
      unsafe table.seek(header: TermHeader.make(field, kind), term), document: document, at: 0)
  }

  private mutating func addPair(_ term: UnsafeBufferPointer<UInt8>, at position: UInt32) {
    let isPossible = unsafe CharacterPair.isPossible(term)
    defer {
      unsafe previous = isPossible ? term : nil
      previousPosition = position
    }
    guard isPossible, previousPosition &+ 1 == position, let left = unsafe previous else { return }
    let pair = scratch.pair
    pair.removeAll()
    unsafe pair.append(contentsOf: left)
    unsafe pair.append(contentsOf: term)
    guard pair.count <= TermKey.maximumByteCount - TermKey.headerSize else { return }
    // What was written, which is not changed while it is used.
    unsafe add(.pair, UnsafeBufferPointer(start: pair.pointer, count: pair.count))
  }

  private mutating func addWordPair(_ term: UnsafeBufferPointer<UInt8>, at position: UInt32) {
    defer {
      unsafe previousWord = term
      previousWordPosition = position
    }
    guard previousWordPosition &+ 1 == position, let left = unsafe previousWord else { return }
    let pair = scratch.pair
    pair.removeAll()
    unsafe pair.append(contentsOf: left)
    pair.append(CommonWords.separator)
    unsafe pair.append(contentsOf: term)
    // What was written, which is not changed while it is used.
    unsafe add(.wordPair, UnsafeBufferPointer(start: pair.pointer, count: pair.count))
  }
}
