/// Which bytes of the source each place of a spelled word came from.
///
/// Mostly folding keeps the number of places, and they correspond one by one. Where it does not (㍿
/// becomes four places, ㌔ three), each grapheme of the source is folded by itself, and the places of
/// its folded form all have its range. If even that does not add up to the folded word, because
/// neighbouring graphemes were composed, each place stands for the whole word.
struct PlaceMap: ~Copyable {
  /// Where each place of the folded word begins, relative to it.
  private(set) var term: [Int32] = []
  /// Where each place begins in the source, relative to the word, and behind the last one the end.
  private(set) var source: [Int32] = []
  private var ends: [Int32] = []
  private var parts = ComplexFolds()

  /// No places.
  init() {}

  /// How many places there are.
  var count: Int { term.count }

  /// The bytes of the folded word that are place `index`.
  func termRange(_ index: Int, of count: Int) -> Range<Int> {
    Int(term[index])..<(index + 1 < term.count ? Int(term[index + 1]) : count)
  }

  /// The bytes of the source word that place `index` came from.
  func sourceRange(_ index: Int) -> Range<Int> { Int(source[index])..<Int(ends[index]) }

  /// Finds the places of `folded`, which is what became of `word`.
  ///
  /// - Complexity: O(bytes).
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  mutating func find(
    _ folded: Span<UInt8>, from word: Span<UInt8>, _ classifier: inout TokenClassifier
  ) throws(ICUError) {
    term.removeAll(keepingCapacity: true)
    source.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    classifier.appendPlaces(of: folded, to: &term)
    classifier.appendPlaces(of: word, to: &source)
    if source.count == term.count {
      // What stands before the first place (a mark without a base) belongs to it.
      if !source.isEmpty { source[0] = 0 }
      for index in source.indices {
        ends.append(index + 1 < source.count ? source[index + 1] : Int32(word.count))
      }
    } else if try !findByGraphemes(folded, from: word, &classifier) {
      source = Array(repeating: 0, count: term.count)
      ends = Array(repeating: Int32(truncatingIfNeeded: word.count), count: term.count)
    }
  }

  /// Folds the graphemes one by one. Returns whether that explains the folded word.
  private mutating func findByGraphemes(
    _ folded: Span<UInt8>, from word: Span<UInt8>, _ classifier: inout TokenClassifier
  ) throws(ICUError) -> Bool {
    let graphemes = classifier.graphemeStarts(of: word)
    parts.removeAll()
    for (index, start) in graphemes.enumerated() {
      let end = index + 1 < graphemes.count ? graphemes[index + 1] : word.count
      parts.append(word, start..<end)
    }
    try parts.fold()
    source.removeAll(keepingCapacity: true)
    let output = parts.output
    var matched = 0
    for (index, start) in graphemes.enumerated() {
      let end = index + 1 < graphemes.count ? graphemes[index + 1] : word.count
      let part = parts.outputRange(index)
      guard matched + part.count <= folded.count else { return false }
      for offset in 0..<part.count
      where output[part.lowerBound + offset] != folded[matched + offset] { return false }
      matched += part.count
      while source.count < term.count, Int(term[source.count]) < matched {
        source.append(Int32(truncatingIfNeeded: start))
        ends.append(Int32(truncatingIfNeeded: end))
      }
    }
    parts.trim()
    return matched == folded.count && source.count == term.count
  }
}
