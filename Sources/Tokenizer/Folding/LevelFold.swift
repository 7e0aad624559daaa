/// A term folded at some of the levels only: slower than ``LooseFold``, with which it agrees when
/// all levels are asked for. Queries use it to learn what separates two terms.
enum LevelFold {
  private static let smallI: UInt32 = 0x69
  private static let dotAbove: UInt32 = 0x0307

  /// `term`, folded at `levels`; the term itself if nothing would be left.
  static func fold(_ term: [UInt8], _ levels: FoldLevels) -> [UInt8] {
    var folded: [UInt8] = []
    var writer = KanaWriter()
    let bytes = term.span
    var index = 0
    var previous: UInt32 = 0
    while index < bytes.count {
      let scalar = decodeScalar(in: bytes, at: index)
      index += scalar.length
      let scalars = apply(levels, to: scalar.scalar, after: previous)
      previous = scalar.scalar
      for scalar in [scalars.first, scalars.second].prefix(scalars.count) {
        if levels.contains(.kana) {
          writer.append(scalar, to: &folded)
        } else {
          appendScalar(scalar, to: &folded)
        }
      }
    }
    writer.finish(&folded)
    return folded.isEmpty ? term : folded
  }

  private static func apply(
    _ levels: FoldLevels, to scalar: UInt32, after previous: UInt32
  ) -> FoldRule {
    let unchanged = FoldRule.replace(.case, by: scalar)
    guard let rule = FoldRule.of(scalar) else { return unchanged }
    // The small letter of Turkish İ is i with a dot above: a form of i rather than a marked i.
    let isTurkish = scalar == dotAbove && previous == smallI
    return levels.contains(FoldLevels(isTurkish ? .letters : rule.level)) ? rule : unchanged
  }
}
