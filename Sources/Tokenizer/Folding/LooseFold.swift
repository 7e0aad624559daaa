/// The loosest form of a term: what is left when every level of ``FoldLevel`` has been applied.
///
/// Two terms whose loosest forms are equal can be reached from each other; which levels that takes,
/// and what it costs, `FoldDistance` says. An index keeps a map from the loosest form to the terms
/// that have it, with entries only for terms that change.
///
/// Laws: the same term always gives the same form; folding a form again changes nothing; the form
/// is well-formed UTF-8 if the term changes at all; a term that would vanish stays as it is.
///
/// Not safe for several threads at once: each worker has its own.
public struct LooseFold {
  /// What a code point becomes: itself, nothing, several code points or something rare, something
  /// that depends on its neighbours, or the code point that the value is.
  private enum Action {
    static let keep: UInt16 = 0
    static let remove: UInt16 = 1
    static let lookUp: UInt16 = 2
    static let needsContext: UInt16 = 3
  }

  private var pages = PageTable()
  private var rareRules: [UInt32: FoldRule] = [:]

  /// A fold whose tables are filled as terms ask for them.
  public init() {}

  /// Replaces `loose` by the loosest form of `term` and returns true; or returns false if that is
  /// the term itself, and then what `loose` holds does not count.
  ///
  /// - Parameter term: bytes that have gone through NFKC_Casefold. Others are no error; each
  ///   ill-formed sequence counts as U+FFFD if the term changes.
  /// - Complexity: O(bytes of the term).
  public mutating func fold(_ term: Span<UInt8>, into loose: inout [UInt8]) -> Bool {
    var index = 0
    while index < term.count {
      if term[index] < 0x80 {
        index += 1
        continue
      }
      let decoded = decodeScalar(in: term, at: index)
      let action = action(for: decoded.scalar)
      if action == Action.needsContext { return foldInContext(term, into: &loose) }
      if action != Action.keep || !decoded.isWellFormed {
        return rewrite(term, from: index, into: &loose)
      }
      index += decoded.length
    }
    return false
  }

  /// The loosest form of a term.
  public mutating func loosest(_ term: [UInt8]) -> [UInt8] {
    var loose: [UInt8] = []
    return fold(term.span, into: &loose) ? loose : term
  }

  /// The case in which the bytes before `start` stay and no code point needs its neighbours.
  private mutating func rewrite(
    _ term: Span<UInt8>, from start: Int, into loose: inout [UInt8]
  ) -> Bool {
    loose.removeAll(keepingCapacity: true)
    for index in 0..<start { loose.append(term[index]) }
    var index = start
    while index < term.count {
      let decoded = decodeScalar(in: term, at: index)
      index += decoded.length
      let action = decoded.scalar < 0x80 ? Action.keep : action(for: decoded.scalar)
      switch action {
      case Action.keep: appendScalar(decoded.scalar, to: &loose)
      case Action.remove: break
      case Action.lookUp: appendRare(decoded.scalar, to: &loose)
      case Action.needsContext: return foldInContext(term, into: &loose)
      default: appendScalar(UInt32(action), to: &loose)
      }
    }
    return !loose.isEmpty
  }

  /// The case in which a code point needs its neighbours.
  private mutating func foldInContext(_ term: Span<UInt8>, into loose: inout [UInt8]) -> Bool {
    loose.removeAll(keepingCapacity: true)
    var writer = KanaWriter()
    var index = 0
    while index < term.count {
      let decoded = decodeScalar(in: term, at: index)
      index += decoded.length
      let action = decoded.scalar < 0x80 ? Action.keep : action(for: decoded.scalar)
      switch action {
      case Action.keep: writer.append(decoded.scalar, to: &loose)
      case Action.remove: break
      case Action.lookUp:
        guard let rule = rareRules[decoded.scalar] else { break }
        if rule.count > 0 { writer.append(rule.first, to: &loose) }
        if rule.count > 1 { writer.append(rule.second, to: &loose) }
      case Action.needsContext:
        writer.append(KanaForms.plain(decoded.scalar) ?? decoded.scalar, to: &loose)
      default: writer.append(UInt32(action), to: &loose)
      }
    }
    writer.finish(&loose)
    return !loose.isEmpty && !isEqual(loose.span, term)
  }

  private func isEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
    guard first.count == second.count else { return false }
    for index in 0..<first.count where first[index] != second[index] { return false }
    return true
  }

  private func appendRare(_ scalar: UInt32, to loose: inout [UInt8]) {
    guard let rule = rareRules[scalar] else { return }
    if rule.count > 0 { appendScalar(rule.first, to: &loose) }
    if rule.count > 1 { appendScalar(rule.second, to: &loose) }
  }

  @inline(__always)
  private mutating func action(for scalar: UInt32) -> UInt16 {
    if let action = pages[scalar] { return action }
    return fillPage(of: scalar)
  }

  private mutating func fillPage(of scalar: UInt32) -> UInt16 {
    var rare: [UInt32: FoldRule] = [:]
    let action = pages.fill(scalar) { first, values in
      for scalar in first..<first + 256 {
        values.append(Self.makeAction(for: scalar, rare: &rare))
      }
    }
    rareRules.merge(rare) { _, new in new }
    return action
  }

  private static func makeAction(for scalar: UInt32, rare: inout [UInt32: FoldRule]) -> UInt16 {
    if KanaForms.needsContext(scalar) { return Action.needsContext }
    guard let rule = FoldRule.of(scalar) else { return Action.keep }
    if rule.count == 0 { return Action.remove }
    if rule.count == 1, rule.first < 0x10000 { return UInt16(rule.first) }
    rare[scalar] = rule
    return Action.lookUp
  }
}
