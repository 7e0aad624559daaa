/// How many edits lie between words and the one that is wanted: code points put in, left out, replaced, or
/// exchanged with their neighbours, no part being edited twice (Damerau, 1964; "optimal string alignment").
///
/// Of the table of Wagner and Fischer (1974) only the cells count that are not above the limit, and these lie
/// beside the diagonal: so many on either side as edits are allowed. So a row is a few bits for each number
/// of edits, said relative to the diagonal, whatever the length of the word (Schulz and Mihov, 2002), and
/// the next row follows by shifts (Wu and Manber, 1992).
struct EditAutomaton: WordAutomaton {
  /// A row of the table.
  struct State {
    /// How many code points there have been.
    fileprivate var count: Int32
    /// A byte for each number of edits, the lowest for none: bit d is set where so many edits lead to the
    /// code points so far from the first count - limit + d of what is wanted.
    fileprivate var reached: UInt32
    /// The same, where the last code point was the second of two in the wrong order, and the first is yet
    /// to come.
    fileprivate var swapped: UInt32
  }

  /// No word is let through that is farther away.
  static let mostEdits = 2

  private let limit: Int
  private let count: Int
  /// What is wanted, with what is no code point around it.
  private let wanted: [UInt32]
  private let levels: UInt32
  let start: State

  private static let nothing = UInt32.max
  /// One bit of each byte.
  private static let everyByte: UInt32 = 0x01_01_01

  /// - Parameter limit: more than ``mostEdits`` count as so many.
  init(to word: some Collection<Unicode.Scalar>, atMost limit: Int) {
    let limit = min(max(limit, 0), Self.mostEdits)
    self.limit = limit
    count = word.count
    wanted =
      Array(repeating: Self.nothing, count: limit) + word.map(\.value)
      + Array(repeating: Self.nothing, count: 3 * limit + 2)
    levels = 1 << UInt32(8 * (limit + 1)) - 1
    start = Self.closed(
      State(count: 0, reached: 1 << UInt32(limit), swapped: 0), limit: limit,
      band: Self.band(at: 0, limit: limit, count: word.count) & levels)
  }

  func state(after scalar: Unicode.Scalar, _ state: State) -> State? {
    let before = Int(state.count)
    // Longer words are farther away.
    if before >= count + limit { return nil }
    // Bit d: whether the code point is number count - limit + d of what is wanted.
    var hits: UInt32 = 0
    for index in 0..<2 * limit + 2 where wanted[before + index] == scalar.value {
      hits |= 1 << UInt32(index)
    }
    let here = (hits & 0x1F) * Self.everyByte
    let behind = (hits >> 1) * Self.everyByte
    let band = Self.band(at: before + 1, limit: limit, count: count) & levels
    var next = State(count: state.count + 1, reached: 0, swapped: 0)
    // The same one; or for one edit more another one, or one put in; or the first of two in wrong order.
    next.reached = state.reached & here
    next.reached |= (state.reached | state.reached >> 1 & 0x7F_7F_7F) << 8
    next.reached |= (state.swapped & here) << 1
    next.reached &= band
    next.swapped = ((state.reached & behind) >> 1 & 0x7F_7F_7F) << 8 & levels
    next = Self.closed(next, limit: limit, band: band)
    return next.reached | next.swapped == 0 ? nil : next
  }

  /// Adds what follows by leaving out what is wanted.
  private static func closed(_ state: State, limit: Int, band: UInt32) -> State {
    var state = state
    for _ in 0..<limit { state.reached |= state.reached << 9 & band }
    return state
  }

  /// In each byte the bits that stand for a place in what is wanted.
  @inline(__always)
  private static func band(at row: Int, limit: Int, count: Int) -> UInt32 {
    // Place row - limit + d, from 0 to the count.
    let first = max(0, limit - row)
    let last = min(2 * limit, count - row + limit)
    if first > last { return 0 }
    return (2 << UInt32(last) - 1 << UInt32(first)) * everyByte
  }

  func next(after scalar: Unicode.Scalar, _ state: State) -> Unicode.Scalar? {
    // One that is not wanted is as good as any other: a noncharacter is none.
    if self.state(after: "\u{10FFFF}", state) != nil { return scalar.successor }
    var least: UInt32?
    for value in wanted[Int(state.count)..<min(Int(state.count) + 2 * limit + 2, wanted.count)]
    where value > scalar.value && value < least ?? Self.nothing {
      if let other = Unicode.Scalar(value), self.state(after: other, state) != nil { least = value }
    }
    return least.flatMap(Unicode.Scalar.init)
  }

  func distance(_ state: State) -> Int? {
    let place = count - Int(state.count) + limit
    guard (0...2 * limit).contains(place) else { return nil }
    return (0...limit).first { state.reached >> UInt32(8 * $0 + place) & 1 == 1 }
  }

  func isSettled(_ state: State) -> Bool { false }
}
