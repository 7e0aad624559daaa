/// What several hits stand for one another by.
public enum Collapsing: Sendable, Hashable {
  /// The value under a name: of those with one value, or a common first one, the best is shown.
  case value(String)
  /// Nearly the same text, as far as it is stored.
  case nearDuplicates
}

/// Hits of which each stands for those like it.
public struct CollapsedResult: Sendable, Equatable {
  /// A hit, and how many worse ones were left out for it among those that were looked at.
  public struct Group: Sendable, Equatable {
    /// The best of them.
    public var hit: Hit
    /// How many others like it were passed over before the last group.
    public var otherCount: Int
  }

  /// The groups, the best first.
  public var groups: [Group]
  /// How many documents match in all, those that were left out included.
  public var totalCount: Int
}

extension Snapshot {
  /// The best documents, of those that are alike only the first.
  ///
  /// Documents without a value, or without stored text, are like no other. Texts are nearly the same if
  /// their signatures are (``TextSignature``), which are made when they are asked for: of the hits that are
  /// looked at, and of no other document.
  ///
  /// - Complexity: as a search for as many documents as it takes.
  public func search(
    _ query: ParsedQuery, collapsing: Collapsing, limit: Int = 10, filter: Filter? = nil,
    until interruption: Interruption? = nil
  ) throws(IndexError) -> CollapsedResult {
    var depth = max(2 * limit, 50)
    while true {
      let result = try search(
        query, limit: min(depth, limits.hitCount), filter: filter, until: interruption)
      let groups = try grouped(result.hits, collapsing, limit: limit, interruption)
      let isAll = result.hits.count < depth || depth >= limits.hitCount
      if groups.count > limit || isAll {
        return CollapsedResult(
          groups: Array(groups.prefix(limit)), totalCount: result.totalCount)
      }
      depth *= 4
    }
  }

  private func grouped(
    _ hits: [Hit], _ collapsing: Collapsing, limit: Int, _ interruption: Interruption?
  ) throws(IndexError) -> [CollapsedResult.Group] {
    var groups: [CollapsedResult.Group] = []
    var places: [FieldValue: Int] = [:]
    var signatures: [(TextSignature, Int)] = []
    for hit in hits {
      try interruption?.look()
      var known: Int?
      switch collapsing {
      case .value(let name):
        let value = try values(at: hit.address).first { $0.name == name }?.value
        known = value.flatMap { places[$0] }
        if let value, known == nil { places[value] = groups.count }
      case .nearDuplicates:
        guard let document = try document(for: hit),
          let signature = TextSignature(document.title + " " + document.body)
        else { break }
        known = signatures.first { $0.0.isNear(signature) }?.1
        if known == nil { signatures.append((signature, groups.count)) }
      }
      if let known {
        groups[known].otherCount += 1
      } else {
        if groups.count > limit { break }
        groups.append(CollapsedResult.Group(hit: hit, otherCount: 0))
      }
    }
    return groups
  }
}

/// A short form of a text, by which nearly equal texts are known: 64 minima over all stretches of letters
/// and digits (Broder, "On the resemblance and containment of documents", 1997).
struct TextSignature {
  private var minima = [UInt64](repeating: .max, count: Self.count)

  private static let count = 64
  /// So many letters in a stretch: a word or two, or a clause of Chinese.
  private static let length = 8
  /// Of longer texts the beginning counts.
  private static let longestByteCount = 256 << 10
  /// Of 16 minima so many must agree.
  private static let leastEqual = 13

  /// nil for a text that is too short to be like another.
  init?(_ text: String) {
    var window: [UInt64] = []
    var total = 0
    for scalar in String(decoding: text.utf8.prefix(Self.longestByteCount), as: UTF8.self)
      .unicodeScalars
    {
      guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { continue }
      let letter = scalar.isASCII ? UInt64(scalar.value | 0x20) : UInt64(scalar.value)
      window.append(letter)
      if window.count > Self.length { window.removeFirst() }
      if window.count < Self.length { continue }
      total += 1
      add(window)
    }
    if total < Self.length { return nil }
  }

  private mutating func add(_ window: [UInt64]) {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for letter in window {
      let product = (hash ^ letter).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hash = product.high ^ product.low
    }
    // One hash gives all: the highest bits say which minimum it may be.
    let place = Int(hash >> 58)
    minima[place] = min(minima[place], hash & (1 << 58 - 1))
  }

  /// Whether the texts are nearly the same.
  func isNear(_ other: TextSignature) -> Bool {
    var equal = 0
    var total = 0
    // Short texts leave places empty.
    for index in 0..<Self.count where min(minima[index], other.minima[index]) < .max {
      total += 1
      if minima[index] == other.minima[index] { equal += 1 }
    }
    return equal * 16 >= total * Self.leastEqual
  }
}
