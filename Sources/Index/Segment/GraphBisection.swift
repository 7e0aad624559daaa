/// Finds an order of documents in which documents with the same terms are neighbours, so that gaps
/// are short and blocks alike: recursive graph bisection (Dhulipala et al., "Compressing graphs and
/// indexes with recursive graph bisection", 2016).
///
/// The documents are cut into two halves; then documents of one half are exchanged with documents of
/// the other as long as that makes the gaps of all terms shorter, by an estimate of their logarithms;
/// then each half is treated likewise. The estimate does not know what stands beside what, and passages of
/// books, one behind the other, are in a good order already. So a range stays as it is unless the logarithms
/// of its gaps are less afterwards, and by more than the keys of its documents may take more. Ranges of one
/// depth do not depend on each other, so threads share them, and the order is the same however many there
/// are.
///
/// Both are estimates: what blocks of gaps take is not looked at, and keys that are long and begin alike take
/// up to 130 bits more for a document that has left its neighbours.
struct GraphBisection: Sendable {
  private let lists: ForwardLists
  /// Ranges of fewer documents stay as they are: an eighth of a block.
  private static let leastCount = 16
  /// A round that exchanges no more than this share of the documents is the last one.
  private static let restShare = 256
  /// Rounds of exchanging at most. The authors take 20, of which the last ones gain little.
  private static let roundCount = 8
  /// What keys take more, in bits, for each document of a range whose documents have been exchanged: about
  /// what was measured where keys are numbers in the order of arrival (2.4 for each depth), and less than
  /// where they are names that begin alike (11).
  private static let keyBitCount = 3

  init(_ lists: ForwardLists) {
    self.lists = lists
  }

  /// The documents in their new order.
  ///
  /// - Complexity: O(entries · log(documents) · rounds).
  func order(threads: ThreadTeam?) -> [UInt32] {
    var order = (0..<UInt32(lists.documentCount)).map { $0 }
    var ranges = [0..<order.count]
    while !ranges.isEmpty {
      let parts = ranges.filter { $0.count > Self.leastCount }
      let before = order
      var next = 0
      // Many small ranges share one table of degrees.
      let groups = Self.grouped(parts)
      ThreadTeam.mapInOrder(groups.count, on: threads) { number in
        var bisector = Bisector(lists: lists)
        return groups[number].map { bisector.bisect(Array(before[$0])) }
      } consume: { results in
        for documents in results {
          order.replaceSubrange(parts[next], with: documents)
          next += 1
        }
      }
      ranges = parts.flatMap { range in
        let middle = range.lowerBound + range.count / 2
        return [range.lowerBound..<middle, middle..<range.upperBound]
      }
    }
    return order
  }

  /// Neighbouring ranges, some thousands of documents together.
  private static func grouped(_ ranges: [Range<Int>]) -> [[Range<Int>]] {
    var groups: [[Range<Int>]] = []
    var count = 0
    for range in ranges {
      if groups.isEmpty || count + range.count > 8192 {
        groups.append([])
        count = 0
      }
      groups[groups.count - 1].append(range)
      count += range.count
    }
    return groups
  }

  /// Cuts ranges of documents, with the memory that takes.
  private struct Bisector {
    let lists: ForwardLists
    // For each term, in how many documents of each half it is, and what it gains when one of them
    // goes to the other half.
    var left: [Int32]
    var right: [Int32]
    var toRight: [Float]
    var toLeft: [Float]
    // The terms of the range.
    var terms: [UInt32] = []
    // Where each term was seen last while gaps are added up, counted from 1.
    var places: [Int32]
    let logarithms = Logarithms()

    init(lists: ForwardLists) {
      self.lists = lists
      left = [Int32](repeating: 0, count: lists.termCount)
      right = left
      toRight = [Float](repeating: 0, count: lists.termCount)
      toLeft = toRight
      places = left
    }

    /// The documents with those of the left half in front, or as they are if that is better.
    mutating func bisect(_ documents: [UInt32]) -> [UInt32] {
      let middle = documents.count / 2
      var first = Array(documents[..<middle])
      var second = Array(documents[middle...])
      countTerms(first, second)
      for _ in 0..<GraphBisection.roundCount {
        computeGains(leftCount: first.count, rightCount: second.count)
        first = sorted(first, by: toRight)
        second = sorted(second, by: toLeft)
        if exchange(&first, &second) <= documents.count / GraphBisection.restShare { break }
      }
      for term in terms { (left[Int(term)], right[Int(term)]) = (0, 0) }
      // What was neighbours stays neighbours where nothing speaks against it.
      let exchanged = first.sorted() + second.sorted()
      let keyBits = Double(GraphBisection.keyBitCount * documents.count)
      let isBetter = gapBits(exchanged) + keyBits < gapBits(documents)
      terms.removeAll(keepingCapacity: true)
      return isBetter ? exchanged : documents
    }

    /// The logarithms of the gaps of all terms in an order of the range's documents, counted from its start.
    ///
    /// - Precondition: `terms` has all of them.
    private mutating func gapBits(_ documents: [UInt32]) -> Double {
      for term in terms { places[Int(term)] = 0 }
      var bits = 0.0
      for (place, document) in documents.enumerated() {
        let place = Int32(truncatingIfNeeded: place &+ 1)
        var sum: Float = 0
        for index in lists.range(document) {
          let term = Int(lists.terms[index])
          sum += logarithms.roughLog2(Int(place &- places[term]))
          places[term] = place
        }
        bits += Double(sum)
      }
      return bits
    }

    private mutating func countTerms(_ first: [UInt32], _ second: [UInt32]) {
      for document in first {
        for index in lists.range(document) {
          let term = Int(lists.terms[index])
          if left[term] == 0 { terms.append(UInt32(term)) }
          left[term] &+= 1
        }
      }
      for document in second {
        for index in lists.range(document) {
          let term = Int(lists.terms[index])
          if left[term] == 0, right[term] == 0 { terms.append(UInt32(term)) }
          right[term] &+= 1
        }
      }
    }

    /// What each term gains by a move: the bits of its gaps before, minus those after. A term in n
    /// of N documents takes about n · log2(N / (n + 1)) of them.
    private mutating func computeGains(leftCount: Int, rightCount: Int) {
      let leftLog = logarithms.log2(leftCount)
      let rightLog = logarithms.log2(rightCount)
      let logarithms = logarithms
      func bits(_ count: Int32, _ logarithm: Float) -> Float {
        Float(count) * (logarithm - logarithms.log2(Int(count) + 1))
      }
      for term in terms {
        let (a, b) = (left[Int(term)], right[Int(term)])
        let now = bits(a, leftLog) + bits(b, rightLog)
        toRight[Int(term)] = a == 0 ? 0 : now - bits(a - 1, leftLog) - bits(b + 1, rightLog)
        toLeft[Int(term)] = b == 0 ? 0 : now - bits(a + 1, leftLog) - bits(b - 1, rightLog)
      }
    }

    /// What a document gains by a move.
    @inline(__always)
    private func gain(of document: UInt32, _ gains: [Float]) -> Float {
      var sum: Float = 0
      for index in lists.range(document) { sum += gains[Int(lists.terms[index])] }
      return sum
    }

    /// Documents whose move gains most first; of equals, the one that stood before.
    private func sorted(_ documents: [UInt32], by gains: [Float]) -> [UInt32] {
      let known = documents.enumerated().map { (gain(of: $1, gains), UInt32($0)) }
      return known.sorted { $0.0 != $1.0 ? $0.0 > $1.0 : $0.1 < $1.1 }
        .map { documents[Int($0.1)] }
    }

    /// Exchanges documents, the first with the first, as long as both moves together gain; returns
    /// how many.
    private mutating func exchange(_ first: inout [UInt32], _ second: inout [UInt32]) -> Int {
      var count = 0
      while count < min(first.count, second.count) {
        let (one, other) = (first[count], second[count])
        guard gain(of: one, toRight) + gain(of: other, toLeft) > 0 else { break }
        for index in lists.range(one) {
          let term = Int(lists.terms[index])
          left[term] &-= 1
          right[term] &+= 1
        }
        for index in lists.range(other) {
          let term = Int(lists.terms[index])
          left[term] &+= 1
          right[term] &-= 1
        }
        (first[count], second[count]) = (other, one)
        count += 1
      }
      return count
    }
  }
}

/// Logarithms of integers, from a table where they are small.
private struct Logarithms {
  private static let known: [Float] = (0..<4096).map { computed(max($0, 1)) }
  private let table = Logarithms.known

  @inline(__always)
  func log2(_ value: Int) -> Float {
    value < 4096 ? table[value] : Self.computed(value)
  }

  /// To about three digits, by the highest bits alone.
  @inline(__always)
  func roughLog2(_ value: Int) -> Float {
    let shift = max(0, 52 &- value.leadingZeroBitCount)
    return table[value &>> shift & 4095] + Float(shift)
  }

  /// To about six digits: halving the exponent's rest by squaring, one binary digit at a time.
  private static func computed(_ value: Int) -> Float {
    let exponent = 63 - value.leadingZeroBitCount
    var rest = Double(value) / Double(1 << exponent)
    var result = Double(exponent)
    var digit = 0.5
    for _ in 0..<24 {
      rest *= rest
      if rest >= 2 {
        rest /= 2
        result += digit
      }
      digit /= 2
    }
    return Float(result)
  }
}
