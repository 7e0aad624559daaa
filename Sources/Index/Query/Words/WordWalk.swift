/// The words of a dictionary that an automaton lets through, in the order of the dictionary, as if it were a
/// tree of code points: words that begin alike share what is known of their beginning, and where nothing
/// that begins so can fit, the walk goes on at the next beginning with which something can.
struct WordWalk<Automaton: WordAutomaton> {
  /// A code point of the current word, where it ends, and what is known behind it.
  private struct Letter {
    var scalar: Unicode.Scalar
    var end: Int
    var state: Automaton.State
  }

  private let automaton: Automaton
  private let interruption: Interruption?
  private var terms: TermWalk
  private var letters: [Letter] = []
  /// Where to go on, if not at the next term: behind what the letters say, at a code point.
  private var goal: Unicode.Scalar?
  /// What all words begin with that fit; empty as soon as the walk has begun.
  private var beginning: [UInt8]
  /// How many bytes the words begin with that all fit.
  private var settledCount = Int.max
  private var isDone = false

  /// How far the current word is from what is wanted.
  private(set) var distance = 0
  /// How many more terms are looked at.
  private(set) var stepsLeft: Int

  /// Stands before the first word.
  ///
  /// - Parameters:
  ///   - kind: words, or what they fold to, of which only what stands before a zero byte is looked at.
  ///   - beginning: what all words begin with that fit.
  init(
    _ automaton: Automaton, _ dictionary: TermDictionary, field: FieldID, kind: TermKind = .word,
    beginning: [UInt8] = [], steps: Int = .max, until interruption: Interruption? = nil
  ) throws(IndexError) {
    self.automaton = automaton
    self.interruption = interruption
    terms = try TermWalk(dictionary, field: field, kind: kind)
    self.beginning = beginning
    stepsLeft = steps
  }

  /// The bytes of the current word.
  var term: ArraySlice<UInt8> { terms.term }

  /// What the dictionary knows of it.
  func info() throws(IndexError) -> TermInfo { try terms.info() }

  /// Moves to the next word that fits; false if there is none, or no step is left.
  mutating func next() throws(IndexError) -> Bool {
    while !isDone, stepsLeft > 0 {
      let isNext = goal == nil && beginning.isEmpty
      guard let shared = isNext ? try terms.next() : try jump() else {
        isDone = true
        return false
      }
      stepsLeft -= 1
      try interruption?.step()
      if isNext, settledCount <= shared { return true }
      if descend(keeping: shared) { return true }
    }
    return false
  }

  /// Goes through a term behind the bytes that it shares with the last one; sets the goal if it cannot fit,
  /// whatever follows.
  ///
  /// - Returns: whether it fits.
  private mutating func descend(keeping shared: Int) -> Bool {
    settledCount = .max
    while let last = letters.last, last.end > shared { letters.removeLast() }
    let term = terms.term
    var state = letters.last?.state ?? automaton.start
    var at = term.startIndex + (letters.last?.end ?? 0)
    let end = term.endIndex
    while at < end, term[at] != 0 {
      if automaton.isSettled(state) {
        settledCount = at - term.startIndex
        break
      }
      // What is no text fits nothing.
      guard let scalar = Self.scalar(in: term, at: at) else { return false }
      guard let next = automaton.state(after: scalar, state) else {
        aim(behind: scalar)
        return false
      }
      at += UTF8.width(scalar)
      letters.append(Letter(scalar: scalar, end: at - term.startIndex, state: next))
      state = next
    }
    guard let found = automaton.distance(state) else { return false }
    distance = found
    return true
  }

  /// Sets the goal behind all words that begin with the current letters and a code point.
  private mutating func aim(behind dead: Unicode.Scalar) {
    var dead = dead
    while true {
      goal = automaton.next(after: dead, letters.last?.state ?? automaton.start)
      if goal != nil { return }
      guard let last = letters.popLast() else {
        isDone = true
        return
      }
      dead = last.scalar
    }
  }

  /// Moves to the goal.
  private mutating func jump() throws(IndexError) -> Int? {
    guard let goal else {
      defer { beginning = [] }
      return try terms.seek(keeping: 0, beginning)
    }
    self.goal = nil
    let count = letters.last?.end ?? 0
    if goal.isASCII { return try terms.seek(keeping: count, CollectionOfOne(UInt8(goal.value))) }
    return try terms.seek(keeping: count, String(goal).utf8)
  }

  /// The code point at a place of a term; nil if there is none.
  @inline(__always)
  private static func scalar(in term: ArraySlice<UInt8>, at place: Int) -> Unicode.Scalar? {
    let first = term[place]
    if first < 0x80 { return Unicode.Scalar(first) }
    var decoder = Unicode.UTF8()
    var bytes = term[place...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
    return scalar
  }
}
