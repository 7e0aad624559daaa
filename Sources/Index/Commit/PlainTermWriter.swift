internal import Tokenizer

/// Turns a text into terms of one field of a document as ``TermWriter`` does with the tokens of the
/// analyzer that cuts at white space, but without tokens: words are hashed where they stand.
@safe
struct PlainTermWriter {
  private let document: UInt32
  /// The position of the text's first place.
  private let base: UInt32
  private let wordHeader: UInt32
  private let pairHeader: UInt32
  private let table: TermTable
  private let scratch: Scratch
  /// Words so far.
  private(set) var wordCount: UInt32 = 0
  // The word before the batch, and its level.
  private var previousWord: TermTable.Sought?
  private var previousLevel = CommonWords.noLevel

  /// Memory that is used again.
  @safe
  final class Scratch {
    fileprivate let words = GrowingMemory<PlainWords.Word>(capacity: PlainTermWriter.batchSize)
    fileprivate let batch = GrowingMemory<TermTable.Sought>(capacity: PlainTermWriter.batchSize)
    fileprivate let places = unsafe GrowingMemory<UnsafeMutablePointer<TermEntry>>(
      capacity: PlainTermWriter.batchSize)
    // The ordinals of words behind that of the word before the batch.
    fileprivate let ordinals = GrowingMemory<UInt32>(capacity: PlainTermWriter.batchSize + 1)
    fileprivate let pairPlaces = unsafe GrowingMemory<UnsafeMutablePointer<TermEntry>>(
      capacity: PlainTermWriter.batchSize)
    // What loads ahead have found, so that they are not optimised away.
    fileprivate var touched: UInt64 = 0
  }

  /// Words that are looked up at once, so that memory that is in no cache is waited for by many of them
  /// together. As many as an integer has bits.
  private static let batchSize = 64

  init(
    document: DocID, field: FieldID, base: UInt32, table: TermTable, _ scratch: Scratch
  ) {
    self.document = document.rawValue
    self.base = base
    self.table = table
    self.scratch = scratch
    wordHeader = TermHeader.make(field, .word)
    pairHeader = TermHeader.make(field, .wordPair)
    // There is room for more than one.
    unsafe scratch.ordinals.pointer.initialize(to: 0)
  }

  /// Adds the words of a text.
  ///
  /// - Precondition: it is well-formed and no longer than `PlainWords.longestText`.
  mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    precondition(text.count <= PlainWords.longestText)
    var words = PlainWords()
    while true {
      // There is room for a batch.
      let count = unsafe words.cut(text, into: scratch.words.pointer, atMost: Self.batchSize)
      if count == 0 { return }
      unsafe Self.seek(
        UnsafeBufferPointer(start: scratch.words.pointer, count: count), text, wordHeader,
        table.seeker, scratch.batch.pointer)
      unsafe scratch.batch.setCount(count)
      addWords(count)
    }
  }

  /// Hashes words.
  @unsafe
  private static func seek(
    _ words: UnsafeBufferPointer<PlainWords.Word>, _ text: UnsafeBufferPointer<UInt8>,
    _ header: UInt32, _ seeker: TermTable.Seeker, _ batch: UnsafeMutablePointer<TermTable.Sought>
  ) {
    guard let base = text.baseAddress else { return }
    for index in 0..<words.count {
      // Below the count. Words lie inside the text.
      let word = unsafe words[index]
      let start = Int(word.start)
      let term = unsafe UnsafeBufferPointer(start: base + start, count: Int(word.byteCount))
      unsafe (batch + index).initialize(
        to: seeker.seek(
          header: header, word: word.first, term, readableByteCount: text.count &- start))
    }
  }

  /// Adds words whose terms are the batch.
  private mutating func addWords(_ count: Int) {
    let ordinals = unsafe scratch.ordinals.pointer
    // Room for one more than a batch.
    let common = unsafe table.resolve(scratch.batch, scratch.places, ordinals + 1)
    let first = base + wordCount
    wordCount += UInt32(count)
    // No position overflows.
    precondition(base <= UInt32.max - wordCount)
    unsafe Self.addPositions(document, first, count, scratch.places.pointer, table.arena)
    // Words that stand behind a common one and are common themselves.
    let carry: UInt64 = previousLevel < CommonWords.noLevel ? 1 : 0
    let pairs = common & (common &<< 1 | carry)
    if pairs != 0 { addPairs(pairs) }
    // The last one of the batch.
    previousWord = scratch.batch[count - 1]
    unsafe previousLevel = scratch.places.pointer[count - 1].pointee.level
    unsafe ordinals[0] = ordinals[count]
  }

  /// Adds an occurrence at each of some positions in a row.
  @unsafe @inline(never)
  private static func addPositions(
    _ document: UInt32, _ first: UInt32, _ count: Int,
    _ places: UnsafeMutablePointer<UnsafeMutablePointer<TermEntry>>, _ arena: PostingsArena
  ) {
    for index in 0..<count {
      // Below the count.
      unsafe TermEntry.addPosition(
        document, first &+ UInt32(truncatingIfNeeded: index), to: places[index], in: arena)
    }
  }

  // MARK: - Pairs

  /// Adds the pairs of the words that have a bit, each with the one before it.
  @inline(never)
  private func addPairs(_ words: UInt64) {
    let (ordinals, places) = unsafe (scratch.ordinals.pointer, scratch.pairPlaces.pointer)
    var numbers = unsafe table.wordPairs.widened()
    var width = table.wordPairs.width
    var words = words
    var count = 0
    while words != 0 {
      let index = words.trailingZeroBitCount
      words &= words &- 1
      // Of the batch; ordinals are below the width.
      let place = unsafe Int(ordinals[index] &* width &+ ordinals[index &+ 1])
      var number = unsafe numbers[place]
      if number == WordPairTable.unknown {
        number = findPair(index)
        // Ordinals that mean nothing are never known.
        if unsafe ordinals[index] != 0 && ordinals[index &+ 1] != 0 {
          unsafe numbers[place] = number
        }
        unsafe numbers = table.wordPairs.widened()
        width = table.wordPairs.width
      }
      if number >= WordPairTable.firstEntry {
        // As many as a batch has at most; the number is of an entry.
        unsafe (places + count).initialize(
          to: table.entryPointer(Int(number &- WordPairTable.firstEntry)))
        count &+= 1
      }
    }
    var found: UInt64 = 0
    // All of them have just been stored.
    for index in 0..<count { found ^= unsafe UInt64(places[index].pointee.document) }
    scratch.touched ^= found
    for index in 0..<count {
      unsafe TermEntry.addDocument(document, to: places[index], in: table.arena)
    }
  }

  /// What the table of pairs is to know of a word of the batch and the one before it.
  @inline(never)
  private func findPair(_ index: Int) -> UInt32 {
    // Of the batch, or before it.
    let level = unsafe scratch.places.pointer[index].pointee.level
    let leftLevel =
      index == 0 ? previousLevel : unsafe scratch.places.pointer[index - 1].pointee.level
    guard CommonWords.makesPair(leftLevel, level),
      let left = index == 0 ? previousWord : scratch.batch[index - 1]
    else { return WordPairTable.none }
    let right = scratch.batch[index]
    let term = unsafe Array(left.bytes) + [CommonWords.separator] + Array(right.bytes)
    return unsafe term.withUnsafeBufferPointer { term in
      // The term lives until it has been added.
      let pair = unsafe table.seeker.seek(
        header: pairHeader, term, readableByteCount: term.count)
      return UInt32(truncatingIfNeeded: table.number(of: pair)) + WordPairTable.firstEntry
    }
  }
}
