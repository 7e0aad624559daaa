/// The words that make terms of kind ``TermKind/wordPair`` with their neighbours: those that nearly every
/// text is full of.
///
/// A phrase of such words (`to be or not to be`) is in few documents, but each of its words is in nearly
/// all of them, and often: without the pairs all their positions would have to be read. (Lucene calls the
/// remedy common grams; Williams, Zobel and Bahle, "Fast phrase querying with combined indexes", 2004,
/// compare it with others.) To keep the pairs of more words makes the index larger at a quickly growing
/// rate, and a pair is worth the more the commoner both are. So each word has a level, which grows with
/// its rank among the words of its language, and a pair is kept if the levels of its words add up to no
/// more than ``highestSum``: the commonest makes pairs with all of its list, the twelfth with eleven.
///
/// The lists belong to the format of the index: they may only change with the version.
struct CommonWords: Sendable {
  /// By which rules a segment keeps pairs: those that all of them allow. A segment that was merged of others
  /// has all of theirs.
  struct Rules: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    /// Both words are of one list. Until version 7.
    static let list = Rules(rawValue: 1)
    /// The levels of both words add up to no more than ``highestSum``, where fewer Han characters make pairs
    /// with each other. In versions 8 and 9.
    static let formerLevels = Rules(rawValue: 2)
    /// The levels of both words add up to no more than ``highestSum``.
    static let levels = Rules(rawValue: 4)
    static let all: Rules = [.list, .formerLevels, .levels]
    /// Those of what is built today.
    static let today: Rules = .levels
  }

  /// What a word is.
  struct Standing: Equatable {
    /// Whether it is of the list of ``Rules/list``.
    fileprivate(set) var isListed = false
    /// 0 for the commonest; ``noLevel`` for words that make no pairs.
    fileprivate(set) var level = CommonWords.noLevel
    /// The same for ``Rules/formerLevels``: never lower.
    fileprivate(set) var formerLevel = CommonWords.noLevel
  }

  /// The levels of two words that make a pair are together no higher.
  static let highestSum: UInt8 = 15
  /// The level of a word that makes no pairs.
  static let noLevel: UInt8 = 16

  /// The last rank that has each level: level / 2.1 is near the logarithm of the rank (base 2).
  private static let lastRanks = [1, 1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 44, 61, 86, 119, 165]

  /// The commonest words of languages that put spaces between words, a language a line, the commonest
  /// first. A word of several has the level that the first line gives it.
  private static let ranked = """
    the of and to a in that he was it his i is as for with on had at be not him but by her you have \
      which she from all this they are we my or me were one so when if there no an said would their been \
      them who will what more out do up then could now into some your very man has any than like only time \
      about can did
    der die und in den von zu das mit sich des auf für ist im dem nicht ein eine auch es an er als sie \
      aus hat bei war ich noch nach einen so wie um nur oder am aber einer dass wird wir über sind man \
      haben
    de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec \
      son on je mais ou elle nous vous sa aux cette ses comme tout été leur
    de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me \
      si sin sobre este ya entre cuando todo esta ser son
    di e il la che in a per un non del si da una le i della con al sono è dei nel come lo ha alla più \
      anche gli ma
    de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua \
      ou
    de het een van en in is dat op te zijn voor met die niet aan er om ook als bij uit naar door
    och i att det som en på är av för med till den har inte om ett han men var jag de
    og i det at en er som på til av for med å ikke den de har et om han
    w i na z nie się do to jest że o jak a po od za tak ale
    ja on ei se että ve bir bu da de için ile
    și de în la cu a nu pe un o din să ce mai este
    и в не на что я с он как это по но из у к от за а его то был для так все она было ее бы же з та що \
      до
    في من على أن إلى ما لا عن هذا كان أو هو مع التي و كل
    و در به از که این را با است آن برای یک
    של את על לא הוא זה כי אם גם היא
    के की है का को से और पर ने यह भी कि एक
    και το να του η της την με για που οι δεν από στο
    """

  /// Words that were cut beforehand of texts without spaces, and their levels, today's and the former one:
  /// what stands between words in Japanese, and Han characters. Those of level 2 are common in Chinese and less
  /// so in Japanese, so that their pairs with all others take few bytes there. All others make pairs with each
  /// other, too.
  private static let graded: [(level: UInt8, formerLevel: UInt8, words: String)] = [
    (6, 6, "の に は を"),
    (7, 7, "が と で も し て た な い から する した して いる"),
    (
      2, 2,
      """
      的是不在有了國为為來个個时會这這和们們到说說以也要就得后成发發于於之學对對开開过過场如當
      实實经經与與第军軍此路加化及市位由被斯克利德尔爾拉西元州区區县縣省
      """
    ),
    (
      7, 9,
      """
      一人大中上年日我出他子生下自分里行家可十月小事前同三二高本动来時会地学場用作後多主手文名
      外当法国所
      """
    ),
    (
      7, 13,
      """
      動部見见长長新方公心立意力间間理者思相明最世女气気何没定経体體老民关關海而其天水代田東东
      北南山工平全起那能去四五六七八九言今目都好看道信性重品点點内內政建面通门門口物
      """
    ),
  ]

  /// The words of ``Rules/list``.
  private static let listed = """
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
  private static let slotBits = 11

  /// The table, made when it is first asked for.
  static let shared = CommonWords()

  // Words by ``TermBytes/firstWord(_:)``, how long they are, 0 where there is none, and what they are.
  private var words = [UInt64](repeating: 0, count: 1 << slotBits)
  private var byteCounts = [UInt8](repeating: 0, count: 1 << slotBits)
  private var standings = [Standing](repeating: Standing(), count: 1 << slotBits)

  private init() {
    for line in Self.ranked.split(separator: "\n") {
      for (index, word) in line.split(separator: " ").enumerated() {
        let level = Self.lastRanks.firstIndex { index < $0 } ?? Int(Self.noLevel)
        set(UInt8(level), former: UInt8(level), of: Array(word.utf8))
      }
    }
    for (level, formerLevel, words) in Self.graded {
      for word in Self.cut(words) { set(level, former: formerLevel, of: word) }
    }
    for word in Self.cut(Self.listed) { standings[insert(word)].isListed = true }
  }

  /// Words with spaces between them, and Han characters, which stand side by side.
  private static func cut(_ text: String) -> [[UInt8]] {
    text.split { $0.isWhitespace }.flatMap { piece in
      let isHan = piece.unicodeScalars.allSatisfy { 0x4E00..<0xA000 ~= $0.value }
      return isHan ? piece.map { Array(String($0).utf8) } : [Array(piece.utf8)]
    }
  }

  /// Gives a word levels, if it has none.
  private mutating func set(_ level: UInt8, former formerLevel: UInt8, of word: [UInt8]) {
    precondition(level <= formerLevel)
    let slot = insert(word)
    guard standings[slot].level == Self.noLevel else { return }
    standings[slot].level = level
    standings[slot].formerLevel = formerLevel
  }

  /// Where a word is, which is put there if it is not.
  private mutating func insert(_ word: [UInt8]) -> Int {
    precondition(word.count <= Self.longest)
    let first = unsafe word.withUnsafeBufferPointer { unsafe TermBytes.firstWord($0) }
    var slot = Self.slot(first, word.count)
    while byteCounts[slot] != 0 {
      if words[slot] == first, Int(byteCounts[slot]) == word.count { return slot }
      slot = (slot + 1) & (words.count - 1)
    }
    words[slot] = first
    byteCounts[slot] = UInt8(word.count)
    return slot
  }

  @inline(__always)
  private static func slot(_ word: UInt64, _ byteCount: Int) -> Int {
    let mixed = (word ^ UInt64(truncatingIfNeeded: byteCount)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> UInt64(64 - slotBits))
  }

  /// What a folded word is.
  @inline(__always)
  func standing(_ word: UnsafeBufferPointer<UInt8>) -> Standing {
    guard word.count <= Self.longest else { return Standing() }
    let first = unsafe TermBytes.firstWord(word)
    var slot = Self.slot(first, word.count)
    while byteCounts[slot] != 0 {
      if words[slot] == first, Int(byteCounts[slot]) == word.count { return standings[slot] }
      slot = (slot &+ 1) & (words.count &- 1)
    }
    return Standing()
  }

  /// What a folded word is.
  func standing(_ word: [UInt8]) -> Standing {
    unsafe word.withUnsafeBufferPointer { unsafe standing($0) }
  }

  /// The level by which a folded word makes pairs where some rules are followed. Where all are, there are
  /// more pairs by it than ``keeps(_:_:)`` says.
  @inline(__always)
  func level(of word: UnsafeBufferPointer<UInt8>, _ rules: Rules) -> UInt8 {
    let standing = unsafe standing(word)
    if rules == .list { return standing.isListed ? 0 : Self.noLevel }
    return rules == .formerLevels ? standing.formerLevel : standing.level
  }

  /// Whether words of two levels make a pair.
  @inline(__always)
  static func makesPair(_ left: UInt8, _ right: UInt8) -> Bool {
    left &+ right <= highestSum
  }

  /// Stands between the words of a pair.
  static let separator = UInt8(ascii: " ")

  /// The pair of two words, one behind the other; nil if they make none by all of the rules.
  func pair(_ left: TermKey, _ right: TermKey, _ rules: Rules) -> TermKey? {
    guard makesPair(left, right, rules) else { return nil }
    return TermKey(
      field: left.field, kind: .wordPair,
      term: left.termBytes + [Self.separator] + right.termBytes)
  }

  /// Whether two words make a pair by all of the rules, one behind the other.
  func makesPair(_ left: TermKey, _ right: TermKey, _ rules: Rules) -> Bool {
    left.kind == .word && right.kind == .word && left.field == right.field
      && Self.makesPair(standing(ofWord: left), standing(ofWord: right), rules)
  }

  /// What the word of a key is.
  private func standing(ofWord key: TermKey) -> Standing {
    // Behind the header.
    unsafe key.bytes.withUnsafeBufferPointer { bytes in
      unsafe standing(UnsafeBufferPointer(rebasing: bytes[TermKey.headerSize...]))
    }
  }

  /// Whether a term of kind ``TermKind/wordPair`` is kept by all of the rules.
  func keeps(_ pair: TermKey, _ rules: Rules) -> Bool {
    let words = pair.termBytes.split(
      separator: Self.separator, maxSplits: 1, omittingEmptySubsequences: false)
    return words.count == 2
      && Self.makesPair(standing(Array(words[0])), standing(Array(words[1])), rules)
  }

  private static func makesPair(_ left: Standing, _ right: Standing, _ rules: Rules) -> Bool {
    if rules.contains(.list), !left.isListed || !right.isListed { return false }
    if rules.contains(.formerLevels), !makesPair(left.formerLevel, right.formerLevel) {
      return false
    }
    return !rules.contains(.levels) || makesPair(left.level, right.level)
  }
}
