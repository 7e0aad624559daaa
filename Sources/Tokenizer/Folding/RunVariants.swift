/// Other spellings of a run of Han and kana, where a fold changes the number of characters or depends
/// on neighbours: ヴィ and ビ, ー and a repeated vowel, 々 and ゝ and what they repeat.
///
/// Forms of single characters are not varied here: each spelling is to be combined with those of
/// `CharacterVariants` at each place.
package enum RunVariants {
  /// One spelling.
  package struct Spelling: Hashable, Sendable {
    /// The spelling.
    package let bytes: [UInt8]
    /// How far it is from what was typed.
    package let distance: FoldDistance
  }

  /// How many spellings are given at most: each costs a phrase query.
  package static let defaultLimit = 8

  /// Runs beyond this many code points have no other spellings: nobody types them by hand.
  static let longestRun = 256

  /// The other spellings of a run, always in the same order, the likelier kinds of change first; the
  /// run itself is not among them.
  ///
  /// First each kind of change is made everywhere at once, since writers are mostly consistent; then
  /// all pairs of kinds; then each place by itself.
  ///
  /// - Parameter run: the characters of a query, after NFKC_Casefold.
  package static func spellings(of run: [UInt8], limit: Int = defaultLimit) -> [Spelling] {
    guard run.count <= longestRun * 4 else { return [] }
    let scalars = decode(run)
    guard scalars.count <= longestRun else { return [] }
    let sites = SpellingSites(of: scalars).sites
    if sites.isEmpty { return [] }
    let kinds = SpellingSites.Kind.allCases
    var choices = kinds.map { kind in sites.filter { $0.kind == kind } }
    for (index, first) in kinds.enumerated() {
      for second in kinds[(index + 1)...] {
        choices.append(sites.filter { $0.kind == first || $0.kind == second })
      }
    }
    choices += sites.map { [$0] }
    var spellings: [Spelling] = []
    for choice in choices where !choice.isEmpty && spellings.count < limit {
      let bytes = spell(scalars, changing: choice)
      guard bytes != run, !spellings.contains(where: { $0.bytes == bytes }),
        let distance = FoldDistance(from: run, to: bytes)
      else { continue }
      spellings.append(Spelling(bytes: bytes, distance: distance))
    }
    return spellings
  }

  private static func decode(_ run: [UInt8]) -> [UInt32] {
    var scalars: [UInt32] = []
    var index = 0
    while index < run.count {
      let decoded = decodeScalar(in: run.span, at: index)
      index += decoded.length
      scalars.append(decoded.scalar)
    }
    return scalars
  }

  /// The run with some sites replaced. Of sites that overlap the first counts.
  private static func spell(
    _ scalars: [UInt32], changing sites: [SpellingSites.Site]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = 0
    for site in sites.sorted(by: { $0.start < $1.start }) where site.start >= index {
      for scalar in scalars[index..<site.start] { appendScalar(scalar, to: &bytes) }
      for scalar in site.replacement { appendScalar(scalar, to: &bytes) }
      index = site.start + site.count
    }
    for scalar in scalars[index...] { appendScalar(scalar, to: &bytes) }
    return bytes
  }
}
