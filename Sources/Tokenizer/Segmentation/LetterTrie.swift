/// Steps through the trie of ICU's dictionaries of Thai and the like, in the format that ICU's
/// `bytestrie.h` documents.
///
/// A node is named by the place of its lead byte:
///
///     LEAD         MEANING
///     00 ... 0F    branch: LEAD + 1 ways (0: the next byte + 1 ways)
///     10 ... 1F    run: LEAD - 0F bytes, one behind the other, then the next node
///     20 ... FF    a word ends; its value is in LEAD >> 1 and up to four more bytes. If LEAD is odd
///                  nothing follows, otherwise a node of the first two kinds
///
/// A branch of more than five ways is a byte to compare with and a jump to the ways below that byte,
/// then the ways from it on; one of fewer is pairs of a byte and either a lead that ends a word or a
/// jump to a node, which is written as an even lead is, and last a byte with its node behind it.
enum LetterTrie {
  /// A place in the trie: the lead byte of a node, or a byte within a run. In one word, the lowest
  /// five bits being how many bytes of a run are left.
  struct Place: BitwiseCopyable, Equatable {
    private(set) var word: UInt32

    /// The place at `position`, with `rest` bytes of a run left.
    @inline(__always)
    init(position: Int, rest: Int) {
      word = UInt32(truncatingIfNeeded: position << 5 | rest)
    }

    /// The place that was `word`.
    @inline(__always)
    init(word: UInt32) { self.word = word }

    /// Where every word begins.
    static let root = Place(position: 0, rest: 0)
    /// So many positions can be told apart, and two bits are left free.
    static let positionLimit = 1 << 25

    /// The index of the byte.
    var position: Int { Int(word >> 5) }
    /// How many bytes of a run are left.
    var rest: Int { Int(word & 31) }
  }

  private static let firstRun: UInt8 = 0x10
  private static let firstValue: UInt8 = 0x20
  private static let pairCount = 5

  /// Goes from `place` by `byte`. Returns whether there is such a way.
  @inline(__always)
  static func step(_ trie: Span<UInt8>, _ place: inout Place, by byte: UInt8) -> Bool {
    var position = place.position
    if place.rest > 0 {
      guard trie[position] == byte else { return false }
      place = Place(position: position + 1, rest: place.rest - 1)
      return true
    }
    var lead = trie[position]
    position += 1
    if lead >= firstValue {
      if lead & 1 != 0 { return false }
      position += valueLength(lead)
      lead = trie[position]
      position += 1
    }
    if lead >= firstRun {
      guard trie[position] == byte else { return false }
      place = Place(position: position + 1, rest: Int(lead - firstRun))
      return true
    }
    position = child(trie, branchAt: position, lead: lead, byte: byte)
    if position < 0 { return false }
    place = Place(position: position, rest: 0)
    return true
  }

  /// Whether a word ends at `place`.
  @inline(__always)
  static func endsWord(_ trie: Span<UInt8>, at place: Place) -> Bool {
    place.rest == 0 && trie[place.position] >= firstValue
  }

  /// Whether anything follows behind `place`.
  @inline(__always)
  static func goesOn(_ trie: Span<UInt8>, at place: Place) -> Bool {
    place.rest > 0 || trie[place.position] < firstValue || trie[place.position] & 1 == 0
  }

  /// The position that `byte` leads to from a branch, or -1.
  @inline(__always)
  private static func child(
    _ trie: Span<UInt8>, branchAt start: Int, lead: UInt8, byte: UInt8
  ) -> Int {
    var position = start
    var count = Int(lead)
    if count == 0 {
      count = Int(trie[position])
      position += 1
    }
    count += 1
    while count > pairCount {
      let isBelow = byte < trie[position]
      position += 1
      if isBelow {
        count >>= 1
        position = jump(trie, at: position)
      } else {
        count -= count >> 1
        position += jumpLength(trie[position])
      }
    }
    while count > 1 {
      let isFound = trie[position] == byte
      position += 1
      if isFound { return target(trie, at: position) }
      position += 1 + valueLength(trie[position])
      count -= 1
    }
    return trie[position] == byte ? position + 1 : -1
  }

  /// How many bytes of a value, or of a jump of a pair, follow its lead.
  @inline(__always)
  private static func valueLength(_ lead: UInt8) -> Int {
    let value = lead >> 1
    return value < 0x51 ? 0 : value < 0x6C ? 1 : value < 0x7E ? 2 : value == 0x7E ? 3 : 4
  }

  /// The node that the value or jump of a pair stands for: a value is its own node.
  @inline(__always)
  private static func target(_ trie: Span<UInt8>, at position: Int) -> Int {
    let lead = trie[position]
    if lead & 1 != 0 { return position }
    let value = Int(lead >> 1)
    let behind = position + 1 + valueLength(lead)
    if value < 0x51 { return behind + value - 0x10 }
    if value < 0x6C { return behind + ((value - 0x51) << 8 | Int(trie[position + 1])) }
    return behind + (value < 0x7E ? (value - 0x6C) << 16 : 0) + number(trie, position + 1..<behind)
  }

  /// How many bytes a jump between parts of a branch takes.
  @inline(__always)
  private static func jumpLength(_ lead: UInt8) -> Int {
    lead < 0xC0 ? 1 : lead < 0xF0 ? 2 : lead < 0xFE ? 3 : lead == 0xFE ? 4 : 5
  }

  /// Where the jump at `position` leads.
  @inline(__always)
  private static func jump(_ trie: Span<UInt8>, at position: Int) -> Int {
    let lead = Int(trie[position])
    if lead < 0xC0 { return position + 1 + lead }
    if lead < 0xF0 { return position + 2 + ((lead - 0xC0) << 8 | Int(trie[position + 1])) }
    let behind = position + jumpLength(trie[position])
    return behind + (lead < 0xFE ? (lead - 0xF0) << 16 : 0) + number(trie, position + 1..<behind)
  }

  /// The number whose bytes stand in `range`, the highest first.
  private static func number(_ trie: Span<UInt8>, _ range: Range<Int>) -> Int {
    var value = 0
    for index in range { value = value << 8 | Int(trie[index]) }
    return value
  }
}
