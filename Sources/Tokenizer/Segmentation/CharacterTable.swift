/// The entries of all code points, filled a page of 256 at a time when a scan first meets one: so the
/// inner loops read memory and never call C, and a process pays only for the blocks its texts use.
struct CharacterTable: ~Copyable {
  /// Where the page of each 256 code points begins in ``entries``; 0 is a page of zeros.
  private(set) var pages = FixedTable<Int32>(repeating: 0, count: 0x110000 / 256)
  /// The pages.
  private(set) var entries = FixedTable<UInt32>(repeating: 0, count: 256 * 8)
  /// What code points fold to, beside ``entries``; meaningful for those that change.
  private(set) var folds = FixedTable<UInt16>(repeating: 0, count: 256 * 8)
  /// The entries of the code points of two bytes once more, by the two bytes as a number less 0xC000:
  /// one load finds them, and whatever is ill-formed finds 0.
  private(set) var pairs = FixedTable<UInt32>(repeating: 0, count: 0x2000)
  /// For code points of three bytes, by the first two as a number less 0xE000: where the 64 that begin
  /// so stand in ``entries``. Whatever is ill-formed finds the page of zeros.
  private(set) var triples = FixedTable<Int32>(repeating: 0, count: 0x1000)
  private var used = 256

  /// An empty table.
  init() {}

  /// The entry of a code point; 0 if its page has not been filled.
  @inline(__always)
  func entry(of scalar: UInt32) -> UInt32 {
    entries[Int(pages[Int(scalar >> 8)]) + Int(scalar & 0xFF)]
  }

  /// What a code point that changes folds to.
  @inline(__always)
  func fold(of scalar: UInt32) -> UInt16 {
    folds[Int(pages[Int(scalar >> 8)]) + Int(scalar & 0xFF)]
  }

  /// Fills the page of a code point, if that has not been done; `categories` are those of its page.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  mutating func load(
    _ scalar: UInt32, categories: InlineArray<256, UInt8>, firstDictionaryCategory: Int,
    classifier: inout TokenClassifier
  ) throws(ICUError) {
    guard pages[Int(scalar >> 8)] == 0 else { return }
    if used + 256 > entries.count {
      entries.grow(to: 2 * entries.count, filling: 0)
      folds.grow(to: 2 * folds.count, filling: 0)
    }
    let first = scalar & ~0xFF
    // Han and Hangul fill most of the pages of their texts and are all alike.
    let isPlain = CompatibilityFold.isAllPlain(first)
    let page = isPlain ? nil : try ICUNormalizer.foldPage(from: first)
    for offset in 0..<256 {
      let value = first + UInt32(offset)
      let category = UInt32(categories[offset]) & CharacterEntry.category
      var bits = CharacterEntry.known | category
      if Int(category) >= firstDictionaryCategory { bits |= CharacterEntry.dictionary }
      let kind = page.map { FoldKind(rawValue: $0.kinds[offset]) ?? .complex } ?? .same
      let fold = kind == .unit ? page.map { $0.units[offset] } ?? 0 : 0
      bits |= Self.bits(of: value, kind, foldingTo: fold, &classifier)
      if categories[offset] & ICURules.cjkBit != 0 {
        bits |= CharacterEntry.cjk
      } else if bits & CharacterEntry.dictionary != 0, !(0xAC00...0xD7A3).contains(value) {
        bits |= CharacterEntry.otherDictionary
      }
      entries[used + offset] = bits
      folds[used + offset] = fold
      index(value, at: used + offset)
    }
    pages[Int(scalar >> 8)] = Int32(used)
    used += 256
  }

  /// Makes the entry at `place` known by the bytes of its code point.
  private mutating func index(_ scalar: UInt32, at place: Int) {
    let last = 0x80 | scalar & 0x3F
    if scalar >= 0x80, scalar < 0x800 {
      pairs[Int((scalar >> 6) << 8 | last)] = entries[place]
    } else if scalar >= 0x800, scalar < 0x10000, scalar &- 0xD800 >= 0x800, last == 0x80 {
      triples[Int((scalar >> 12) << 8 | 0x80 | scalar >> 6 & 0x3F)] = Int32(place)
    }
  }

  /// What is known of a code point beside the rules.
  private static func bits(
    of scalar: UInt32, _ kind: FoldKind, foldingTo fold: UInt16, _ classifier: inout TokenClassifier
  ) -> UInt32 {
    var bits: UInt32 = 0
    let isPlain = CompatibilityFold.isPlain(scalar)
    if !isPlain { bits |= CharacterEntry.notPlain }
    if isPlain, scalar != 0x30FC, scalar >= 0x3100 {
      // Alike, so that no page of properties is filled for each of the many blocks.
      let script = TokenClassifier.script(ofPlain: scalar)
      return UInt32(script.rawValue) << CharacterEntry.scriptShift | CharacterEntry.decidesScript
        | CharacterEntry.makesToken | CharacterEntry.takesPlaces
    }
    if classifier.properties(of: scalar).makesToken { bits |= CharacterEntry.makesToken }
    if scalar == 0xFE0F { bits |= CharacterEntry.selector }
    // Ill-formed bytes must not be copied: ICU's way writes U+FFFD.
    if scalar == 0xFFFD { bits |= CharacterEntry.replacement | CharacterEntry.complex }
    switch kind {
    case .same: break
    case .unit: bits |= CharacterEntry.changes
    case .mark: bits |= CharacterEntry.mark
    case .complex: bits |= CharacterEntry.complex
    }
    let folded = classifier.properties(of: kind == .unit ? UInt32(fold) : scalar)
    bits |= UInt32(folded.script.rawValue) << CharacterEntry.scriptShift
    if folded.decidesScript { bits |= CharacterEntry.decidesScript }
    if folded.takesPlaces { bits |= CharacterEntry.takesPlaces }
    return bits
  }
}
