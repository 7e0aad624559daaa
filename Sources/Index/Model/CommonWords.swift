/// The words that make terms of kind ``TermKind/wordPair`` with their neighbours: those that nearly every
/// text is full of.
///
/// A phrase of such words (`to be or not to be`) is in few documents, but each of its words is in nearly
/// all of them, and often: without the pairs all their positions would have to be read. (Lucene calls the
/// remedy common grams; Williams, Zobel and Bahle, "Fast phrase querying with combined indexes", 2004,
/// compare it with others.) What words a text puts side by side is a matter of a few dozen; to take in
/// more makes the index larger at a quickly growing rate.
///
/// They are the commonest function words of languages that put spaces between words, and for text that
/// has been cut beforehand a few Han characters and what stands between such in Japanese. The
/// list belongs to the format of the index: it may only change with the version.
struct CommonWords: Sendable {
  private static let text = """
    the of and to in a that it is was i he for on with his as be at by had not but have from
    this all which
    der die und den von zu das mit sich des auf für ist im dem nicht ein eine auch es
    le la les un une du que est en il pour qui dans au sur ne
    el los las del y por con su se
    di e che per non si da al
    um para com não uma os
    de het een van dat op te zijn voor
    och att det som på
    og til av
    w na z nie się
    ja ve bir bu
    și cu
    и в не на что я с он как это по но из у к від з та що
    من في على ما لا أن إلى عن
    در و به از که این
    של את על לא
    के की है का को से और पर
    και το να του η της

    的一是在不了有和人這这中大為为上個个國国以要他時时來来用們们生到作地于於出就分對对成會会可主年月日後后
    不也與与而之其

    の に は を が と で も し て た な い から する した して いる
    """

  /// Longer words are not among them.
  private static let longest = 8
  private static let slotBits = 10

  /// The table, made when it is first asked for.
  static let shared = CommonWords()

  // Words by ``TermBytes/firstWord(_:)``, and how long they are; 0 where there is none.
  private var words = [UInt64](repeating: 0, count: 1 << slotBits)
  private var byteCounts = [UInt8](repeating: 0, count: 1 << slotBits)

  private init() {
    for line in Self.text.split(separator: "\n") {
      for piece in line.split(separator: " ") {
        // Han characters stand side by side.
        let isHan = piece.unicodeScalars.allSatisfy { 0x4E00..<0xA000 ~= $0.value }
        if isHan {
          for character in piece { insert(Array(String(character).utf8)) }
        } else {
          insert(Array(piece.utf8))
        }
      }
    }
  }

  private mutating func insert(_ word: [UInt8]) {
    precondition(word.count <= Self.longest)
    let first = unsafe word.withUnsafeBufferPointer { unsafe TermBytes.firstWord($0) }
    var slot = Self.slot(first, word.count)
    while byteCounts[slot] != 0 {
      if words[slot] == first, Int(byteCounts[slot]) == word.count { return }
      slot = (slot + 1) & (words.count - 1)
    }
    words[slot] = first
    byteCounts[slot] = UInt8(word.count)
  }

  @inline(__always)
  private static func slot(_ word: UInt64, _ byteCount: Int) -> Int {
    let mixed = (word ^ UInt64(truncatingIfNeeded: byteCount)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> UInt64(64 - slotBits))
  }

  /// Whether a folded word is one of them.
  @inline(__always)
  func contains(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard word.count <= Self.longest else { return false }
    let first = unsafe TermBytes.firstWord(word)
    var slot = Self.slot(first, word.count)
    while byteCounts[slot] != 0 {
      if words[slot] == first, Int(byteCounts[slot]) == word.count { return true }
      slot = (slot &+ 1) & (words.count &- 1)
    }
    return false
  }

  /// Stands between the words of a pair.
  static let separator = UInt8(ascii: " ")

  /// The pair of two words, one behind the other; nil if they make none.
  func pair(_ left: TermKey, _ right: TermKey) -> TermKey? {
    guard left.kind == .word, right.kind == .word, left.field == right.field else { return nil }
    let (first, second) = (left.termBytes, right.termBytes)
    guard contains(first), contains(second) else { return nil }
    return TermKey(field: left.field, kind: .wordPair, term: first + [Self.separator] + second)
  }

  /// Whether a folded word is one of them.
  func contains(_ word: [UInt8]) -> Bool {
    unsafe word.withUnsafeBufferPointer { unsafe contains($0) }
  }
}
