/// The words of a dictionary that are spelled nearly as one that was typed.
///
/// The dictionary is walked in its order as if it were a tree of letters: as soon as no word that begins
/// so can be near enough, the walk goes on behind all of them. A budget of steps bounds the time, since
/// the first letters of a long dictionary may all be hopeful.
struct SpellingWalk {
  /// A word of the dictionary.
  struct Candidate: Equatable {
    var term: [UInt8]
    var distance: Int
    var documentFrequency: UInt64
  }

  /// Entries that a walk may look at, each some 50 ns.
  static let stepCount = 200_000
  /// Entries with a hopeless beginning that are passed one by one before the walk jumps: a jump costs
  /// as much as about so many.
  private static let stepsBeforeJump = 24

  private var rows: EditRows
  private let field: FieldID
  /// Whether the walk was broken off, so that there may be others.
  private(set) var isIncomplete = false
  private var stepsLeft: Int

  /// Looks for words that differ from one that was typed by up to so many slips.
  init(_ typed: String, field: FieldID = .text, limit: Int, steps: Int = stepCount) {
    rows = EditRows(Array(typed.unicodeScalars), limit: limit)
    self.field = field
    stepsLeft = steps
  }

  /// The words of a dictionary that are near enough, in its order; not the one that was typed.
  mutating func candidates(
    in dictionary: TermDictionary, until interruption: Interruption? = nil
  ) throws(IndexError) -> [Candidate] {
    rows.shorten(to: 0)
    let header = TermKey(field: field, kind: .word, term: []).bytes
    var found: [Candidate] = []
    var iterator = try dictionary.terms(from: header)
    var hopeless: [UInt8]?
    var passed = 0
    while try iterator.next(), iterator.key.starts(with: header) {
      if stepsLeft == 0 {
        isIncomplete = true
        break
      }
      stepsLeft -= 1
      try interruption?.step()
      if let prefix = hopeless, iterator.key.starts(with: prefix) {
        passed += 1
        if passed == Self.stepsBeforeJump {
          iterator = try dictionary.terms(from: Self.successor(of: prefix))
          hopeless = nil
        }
        continue
      }
      passed = 0
      let term = iterator.key[TermKey.headerSize...]
      hopeless = advance(to: term).map { header + term.prefix($0) }
      guard hopeless == nil, rows.distance > 0, rows.distance <= rows.limit else { continue }
      found.append(
        Candidate(
          term: Array(term), distance: rows.distance,
          documentFrequency: UInt64(iterator.info.documentFrequency)))
    }
    return found
  }

  /// Moves the rows to a word.
  ///
  /// - Returns: how many of its first bytes rule it out, with all words that begin so; nil if none do.
  private mutating func advance(to term: ArraySlice<UInt8>) -> Int? {
    let letters = Array(String(decoding: term, as: UTF8.self).unicodeScalars)
    let common = zip(letters, rows.word).prefix { $0 == $1 }.count
    rows.shorten(to: common)
    if !rows.isHopeful { return Self.byteCount(letters.prefix(common)) }
    for letter in letters[common...] {
      rows.append(letter)
      if !rows.isHopeful { return Self.byteCount(letters.prefix(rows.word.count)) }
    }
    return nil
  }

  private static func byteCount(_ letters: ArraySlice<Unicode.Scalar>) -> Int {
    letters.reduce(0) { $0 + UTF8.width($1) }
  }

  /// The first key behind all that begin with a prefix.
  private static func successor(of prefix: [UInt8]) -> [UInt8] {
    var next = prefix
    // No byte of UTF-8 is FF; of a damaged dictionary one may be.
    while next.count > 1, next[next.count - 1] == 0xFF { next.removeLast() }
    next[next.count - 1] &+= 1
    return next
  }
}
