@testable import Tokenizer

/// Makes the table of `HanForms.swift`: classes of Han characters, by union of what ICU's
/// transliterators do to each code point and of ``HanPairs``.
struct HanClassGenerator {
  private var parents: [UInt32: UInt32] = [:]
  private var simplified: Set<UInt32> = []
  private var listed: [UInt32: Int] = [:]

  /// The code points that are looked at: every Han character, those of compatibility left out
  /// because NFKC has replaced them. (The transliterators turn quotation marks, too.)
  static let scalars = (0x3400...0x323AF as ClosedRange<UInt32>).filter(HanClasses.mayHold)

  /// Nil when ICU has no such transliterators.
  init?() {
    for (identifier, isSimplifying) in [
      ("Traditional-Simplified", true), ("Simplified-Traditional", false),
    ] {
      guard let mapping = Self.mapping(by: identifier) else { return nil }
      for (from, to) in mapping {
        join(from, to)
        if isSimplifying { simplified.insert(to) }
      }
    }
    for pair in HanPairs.text.split(whereSeparator: \.isWhitespace) {
      let scalars = pair.unicodeScalars.map(\.value)
      for scalar in scalars where listed[scalar] == nil { listed[scalar] = listed.count }
      if let first = scalars.first, let last = scalars.last { join(first, last) }
    }
  }

  /// The classes, the representative first, the others by code point; classes by representative.
  ///
  /// The representative is a simplified form where there is one, since most text is then left alone;
  /// otherwise what stands first in ``HanPairs``.
  func classes() -> [[UInt32]] {
    var members: [UInt32: [UInt32]] = [:]
    for scalar in parents.keys { members[root(scalar), default: []].append(scalar) }
    return members.values.filter { $0.count > 1 }.map { members -> [UInt32] in
      let sorted = members.sorted()
      let byList = sorted.min { (listed[$0] ?? .max, $0) < (listed[$1] ?? .max, $1) }
      let representative = sorted.first { simplified.contains($0) } ?? byList ?? sorted[0]
      return [representative] + sorted.filter { $0 != representative }
    }.sorted { $0[0] < $1[0] }
  }

  private func root(_ scalar: UInt32) -> UInt32 {
    var scalar = scalar
    while let parent = parents[scalar], parent != scalar { scalar = parent }
    return scalar
  }

  private mutating func join(_ first: UInt32, _ second: UInt32) {
    parents[first] = parents[first] ?? first
    parents[second] = parents[second] ?? second
    parents[root(first)] = root(second)
  }

  /// What a transliterator does to single code points, where that is one other code point.
  static func mapping(by identifier: String) -> [(from: UInt32, to: UInt32)]? {
    guard let transliterator = Transliterator(identifier) else { return nil }
    var result: [(from: UInt32, to: UInt32)] = []
    for value in scalars {
      guard let scalar = Unicode.Scalar(value),
        let output = transliterator.apply(String(Character(scalar)))?.unicodeScalars
      else { continue }
      if let first = output.first, output.count == 1, first.value != value,
        HanClasses.mayHold(first.value)
      {
        result.append((value, first.value))
      }
    }
    return result
  }
}
