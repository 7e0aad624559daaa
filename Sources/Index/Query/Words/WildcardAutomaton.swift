/// Whether words fit a pattern with wildcards: the set of places in the pattern that a beginning may have
/// come to, a bit for each, so that all of them move at once (Baeza-Yates and Gonnet, 1992).
struct WildcardAutomaton: WordAutomaton {
  /// Bit i is set where the code points so far may be what element i follows.
  typealias State = UInt64

  /// Whether the pattern is so long that only its beginning is looked at: what fits that need not fit all
  /// of it.
  let isCut: Bool
  private let count: Int
  private let letters: [(scalar: Unicode.Scalar, places: UInt64)]
  /// The places where each of the ASCII characters may stand.
  private let ascii: [UInt64]
  /// The places of `?` and of `*`.
  private let ones: UInt64
  private let many: UInt64

  private static let mostElements = 60

  init(_ wanted: [PatternQuery.Element]) {
    var elements: [PatternQuery.Element] = []
    for element in wanted where element != .many || elements.last != .many {
      elements.append(element)
    }
    isCut = elements.count > Self.mostElements
    if isCut { elements.replaceSubrange(Self.mostElements..., with: [.many]) }
    var letters: [(scalar: Unicode.Scalar, places: UInt64)] = []
    var (ones, many): (UInt64, UInt64) = (0, 0)
    for (index, element) in elements.enumerated() {
      let place = UInt64(1) << UInt64(index)
      switch element {
      case .one: ones |= place
      case .many: many |= place
      case .scalar(let scalar):
        if let known = letters.firstIndex(where: { $0.scalar == scalar }) {
          letters[known].places |= place
        } else {
          letters.append((scalar, place))
        }
      }
    }
    count = elements.count
    (self.letters, self.ones, self.many) = (letters, ones, many)
    var ascii = [UInt64](repeating: ones, count: 128)
    for letter in letters where letter.scalar.isASCII {
      ascii[Int(letter.scalar.value)] |= letter.places
    }
    self.ascii = ascii
  }

  var start: UInt64 { closed(1) }

  func state(after scalar: Unicode.Scalar, _ state: UInt64) -> UInt64? {
    let places = self.places(of: scalar)
    let next = closed((state & places) << 1 | state & many)
    return next == 0 ? nil : next
  }

  @inline(__always)
  private func places(of scalar: Unicode.Scalar) -> UInt64 {
    if scalar.isASCII { return ascii[Int(scalar.value)] }
    return letters.first { $0.scalar == scalar }.map { $0.places | ones } ?? ones
  }

  /// A `*` may stand for nothing. (No two of them stand side by side.)
  private func closed(_ state: UInt64) -> UInt64 { state | (state & many) << 1 }

  func next(after scalar: Unicode.Scalar, _ state: UInt64) -> Unicode.Scalar? {
    if state & (ones | many) != 0 { return scalar.successor }
    return letters.filter { $0.scalar > scalar && $0.places & state != 0 }.map(\.scalar).min()
  }

  func distance(_ state: UInt64) -> Int? { state >> UInt64(count) & 1 == 1 ? 0 : nil }

  func isSettled(_ state: UInt64) -> Bool {
    !isCut && count > 0 && state & many & (1 << UInt64(count - 1)) != 0
  }
}
