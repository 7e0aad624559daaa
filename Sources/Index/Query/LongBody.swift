/// Which stretches of a long body to analyse for a snippet: analysing 64 MiB would take seconds.
///
/// The terms of the query are looked for letter for letter (as folded, in capitals, and with a
/// capital at the beginning; ASCII in any case), and the neighbourhoods that hold most different
/// ones come first. Where none stands letter for letter, the beginning of the body comes.
enum LongBody {
  /// A body up to this length is analysed whole.
  static let stretchByteCount = 256 * 1024
  /// The most stretches, so that some 2 MiB are analysed.
  static let stretchCount = 8

  private static let bucketByteCount = 64 * 1024

  /// The stretches, the most promising first; they may overlap.
  static func stretches(of body: [UInt8], terms: Set<[UInt8]>) -> [Range<Int>] {
    guard body.count > stretchByteCount else { return [0..<body.count] }
    var starts = promisingBuckets(of: body, terms)
      .map { max(0, $0 * bucketByteCount - bucketByteCount) }
    if starts.isEmpty { starts = (0..<stretchCount).map { $0 * stretchByteCount } }
    return starts.prefix(stretchCount).filter { $0 < body.count }.map { start in
      let end = min(body.count, start + stretchByteCount)
      return scalarBorder(notAfter: start, body)..<scalarBorder(notAfter: end, body)
    }
  }

  /// Buckets that hold a term, those with most different ones first, then in order.
  private static func promisingBuckets(of body: [UInt8], _ terms: Set<[UInt8]>) -> [Int] {
    var found = [UInt64](repeating: 0, count: body.count / bucketByteCount + 1)
    for (number, term) in terms.prefix(64).enumerated() {
      for variant in variants(of: term) {
        markBuckets(of: body, holding: variant) { found[$0] |= 1 << UInt64(number) }
      }
    }
    return found.indices.filter { found[$0] != 0 }.sorted { left, right in
      let (first, second) = (found[left].nonzeroBitCount, found[right].nonzeroBitCount)
      return first != second ? first > second : left < right
    }
  }

  /// How a folded term may be written.
  private static func variants(of term: [UInt8]) -> Set<[UInt8]> {
    var variants: Set<[UInt8]> = [term]
    if term.allSatisfy({ $0 < 0x80 }) { return variants }
    let text = String(decoding: term, as: UTF8.self)
    variants.insert(Array(text.uppercased().utf8))
    variants.insert(Array((text.prefix(1).uppercased() + text.dropFirst()).utf8))
    return variants
  }

  /// Calls for each bucket in which the word begins; at the first place the next bucket is gone to.
  private static func markBuckets(
    of body: [UInt8], holding word: [UInt8], _ mark: (Int) -> Void
  ) {
    guard let first = word.first, body.count >= word.count else { return }
    let folded = lowered(first)
    var start = 0
    let last = body.count - word.count
    while start <= last {
      if lowered(body[start]) == folded, matches(body, at: start, word) {
        mark(start / bucketByteCount)
        start = (start / bucketByteCount + 1) * bucketByteCount
      } else {
        start += 1
      }
    }
  }

  private static func matches(_ body: [UInt8], at start: Int, _ word: [UInt8]) -> Bool {
    for offset in word.indices where lowered(body[start + offset]) != lowered(word[offset]) {
      return false
    }
    return true
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private static func scalarBorder(notAfter index: Int, _ body: [UInt8]) -> Int {
    var index = index
    while index > 0, index < body.count, body[index] & 0xC0 == 0x80 { index -= 1 }
    return index
  }
}
