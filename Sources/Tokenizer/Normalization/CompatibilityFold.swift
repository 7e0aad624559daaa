/// How a segment becomes a term.
enum FoldClass: UInt8, BitwiseCopyable {
  /// No term.
  case none
  /// ASCII: letters to lower case.
  case ascii
  /// Han, kana and Hangul syllables that folding leaves alone.
  case unchanged
  /// Code points that fold each by itself, to one unit.
  case simple
  /// The rest: ICU folds the whole.
  case complex
}

/// NFKC_Casefold: full-width and half-width forms, ligatures, superscripts, upper case and composed
/// letters become what a reader would type; invisible code points vanish.
struct CompatibilityFold {
  private var pages = PageTable(limit: 0x10000)

  /// Whether NFKC_Casefold leaves `unit` alone whatever stands beside it in the same class, and each
  /// such unit is a grapheme that takes a place: the common blocks of Han, kana and Hangul.
  @inline(__always)
  static func isUnchanged(_ unit: UInt16) -> Bool {
    switch unit {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3041...0x3096, 0x30A1...0x30FA: true
    case 0x30FC, 0xAC00...0xD7A3: true
    default: false
    }
  }

  /// How the units of `range` are to be folded; never ``FoldClass/none``.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  mutating func classify(
    _ units: Span<UInt16>, _ range: Range<Int>
  ) throws(ICUError) -> FoldClass {
    var index = range.lowerBound
    let first = units[index]
    if first < 0x80 {
      while index < range.upperBound, units[index] < 0x80 { index += 1 }
      if index == range.upperBound { return .ascii }
    } else if Self.isUnchanged(first) {
      while index < range.upperBound, Self.isUnchanged(units[index]) { index += 1 }
      if index == range.upperBound { return .unchanged }
    }
    for index in range where try fold(units[index]) == 0 { return .complex }
    return .simple
  }

  /// What a unit folds to by itself, or 0 if its neighbours matter or it folds to several.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  @inline(__always)
  mutating func fold(_ unit: UInt16) throws(ICUError) -> UInt16 {
    if let folded = pages[UInt32(unit)] { return folded }
    return try load(unit)
  }

  /// What a unit folds to, if its page has been read by ``classify(_:_:)``.
  @inline(__always)
  func loaded(_ unit: UInt16) -> UInt16 { pages[UInt32(unit)] ?? unit }

  private mutating func load(_ unit: UInt16) throws(ICUError) -> UInt16 {
    try pages.fill(UInt32(unit)) { (first, values) throws(ICUError) in
      try ICUNormalizer.appendFoldPage(from: first, to: &values)
    }
  }
}
