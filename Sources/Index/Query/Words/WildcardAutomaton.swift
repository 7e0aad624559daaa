/// Whether words fit a pattern with wildcards: the set of places in the pattern that a beginning may have
/// come to, a bit for each, so that all of them move at once (Baeza-Yates and Gonnet, 1992).
///
/// Place i stands before code point i of the pattern, or its `?`; a `*` lets a place stay where it is.
struct WildcardAutomaton<Places: PlaceSet>: WordAutomaton {
  /// The places that the code points so far may have come to.
  typealias State = Places

  /// How many code points a word has at least.
  private let count: Int
  private let letters: [(scalar: Unicode.Scalar, places: Places)]
  /// The places where each of the ASCII characters may stand.
  private let ascii: [Places]
  /// The places of `?`.
  private let ones: Places
  /// The places before which there is a `*`.
  private let many: Places

  /// A pattern of more code points than there are places is cut, as words are that are longer than any.
  init(_ elements: [PatternQuery.Element]) {
    var letters: [(scalar: Unicode.Scalar, places: Places)] = []
    var (ones, many) = (Places(), Places())
    var count = 0
    for element in elements {
      if count == Places.capacity - 1, element != .many {
        many.insert(count)
        break
      }
      switch element {
      case .many:
        many.insert(count)
        continue
      case .one: ones.insert(count)
      case .scalar(let scalar):
        let known = letters.firstIndex { $0.scalar == scalar }
        if known == nil { letters.append((scalar, Places())) }
        letters[known ?? letters.count - 1].places.insert(count)
      }
      count += 1
    }
    self.count = count
    (self.letters, self.ones, self.many) = (letters, ones, many)
    var ascii = [Places](repeating: ones, count: 128)
    for letter in letters where letter.scalar.isASCII {
      ascii[Int(letter.scalar.value)] = ones | letter.places
    }
    self.ascii = ascii
  }

  var start: Places {
    var places = Places()
    places.insert(0)
    return places
  }

  func state(after scalar: Unicode.Scalar, _ state: Places) -> Places? {
    let next = (state & places(of: scalar)).successors | state & many
    return next.isEmpty ? nil : next
  }

  @inline(__always)
  private func places(of scalar: Unicode.Scalar) -> Places {
    if scalar.isASCII { return ascii[Int(scalar.value)] }
    return letters.first { $0.scalar == scalar }.map { $0.places | ones } ?? ones
  }

  func next(after scalar: Unicode.Scalar, _ state: Places) -> Unicode.Scalar? {
    if !(state & (ones | many)).isEmpty { return scalar.successor }
    return letters.filter { $0.scalar > scalar && !($0.places & state).isEmpty }.map(\.scalar).min()
  }

  func distance(_ state: Places) -> Int? { state.contains(count) ? 0 : nil }

  func isSettled(_ state: Places) -> Bool { (state & many).contains(count) }
}

/// A set of small numbers.
protocol PlaceSet {
  /// No number is as great.
  static var capacity: Int { get }

  /// The empty set.
  init()

  /// Whether there is no number in it.
  var isEmpty: Bool { get }
  /// The numbers that follow those in it.
  var successors: Self { get }

  func contains(_ place: Int) -> Bool
  mutating func insert(_ place: Int)
  static func & (left: Self, right: Self) -> Self
  static func | (left: Self, right: Self) -> Self
}

extension UInt64: PlaceSet {
  static var capacity: Int { 64 }

  var isEmpty: Bool { self == 0 }
  var successors: UInt64 { self << 1 }

  func contains(_ place: Int) -> Bool { self >> UInt64(place) & 1 == 1 }
  mutating func insert(_ place: Int) { self |= 1 << UInt64(place) }
}

/// Places of a pattern as long as the longest word.
struct ManyPlaces: PlaceSet {
  private var words: SIMD4<UInt64>

  static var capacity: Int { 256 }

  init() { words = .zero }

  private init(_ words: SIMD4<UInt64>) { self.words = words }

  var isEmpty: Bool { words == .zero }

  var successors: ManyPlaces {
    let carried = words &>> 63
    return ManyPlaces(words &<< 1 | SIMD4(0, carried[0], carried[1], carried[2]))
  }

  func contains(_ place: Int) -> Bool { words[place >> 6].contains(place & 63) }
  mutating func insert(_ place: Int) { words[place >> 6].insert(place & 63) }

  static func & (left: ManyPlaces, right: ManyPlaces) -> ManyPlaces {
    ManyPlaces(left.words & right.words)
  }

  static func | (left: ManyPlaces, right: ManyPlaces) -> ManyPlaces {
    ManyPlaces(left.words | right.words)
  }
}
