/// Something that takes bytes, with laws that hold whatever they are.
protocol FuzzTarget {
  /// What figures and files of saved inputs are called by.
  static var name: String { get }
  /// Inputs to begin with.
  static var seeds: [[UInt8]] { get }
  /// What inputs are made of.
  static var dictionary: [[UInt8]] { get }
  /// How long most inputs are at most, so that many can be tried.
  static var usualByteCount: Int { get }
  /// The longest input that is made.
  static var maximumByteCount: Int { get }
  /// How many inputs the long form tries.
  static var longCount: Int { get }

  init() throws

  /// Runs an input.
  ///
  /// - Parameter depth: how much is done with it.
  /// - Returns: the laws that were broken, in words.
  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String]
}

/// How much is done with an input: what takes long is done seldom.
enum FuzzDepth: Int, Comparable {
  /// What reads the input.
  case read
  /// What uses what was read, too: 15 of 512 inputs, saved ones, and those that come to new code.
  case use
  /// All laws: 1 of 512, and of 16 of the others.
  case all

  static func < (one: FuzzDepth, other: FuzzDepth) -> Bool { one.rawValue < other.rawValue }
}

/// Words as bytes.
func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
