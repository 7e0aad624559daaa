import TestSupport

/// Makes inputs of other inputs: bits, bytes, words of a dictionary and characters of all scripts are
/// put in, taken out, repeated and moved.
struct InputMutator {
  private var random: SeededGenerator
  private let dictionary: [[UInt8]]
  private let usualByteCount: Int
  private let maximumByteCount: Int

  init(seed: UInt64, dictionary: [[UInt8]], usualByteCount: Int, maximumByteCount: Int) {
    random = SeededGenerator(seed: seed)
    self.dictionary = dictionary.filter { !$0.isEmpty }
    self.usualByteCount = usualByteCount
    self.maximumByteCount = maximumByteCount
  }

  /// A number from 0 to below the limit.
  mutating func below(_ limit: Int) -> Int { Int(truncatingIfNeeded: random.next() >> 33) % limit }

  /// A relative of `input`; `other` may lend it a part.
  mutating func mutated(_ input: [UInt8], _ other: [UInt8]) -> [UInt8] {
    var result = input
    for _ in 0..<(1 << below(4)) { change(&result, other) }
    let chance = below(512)
    let limit = chance == 0 ? maximumByteCount : usualByteCount << (chance < 64 ? 2 : 0)
    if result.count > limit { cut(&result, to: limit) }
    return result
  }

  /// Takes a part out; the first byte, which may say what the rest is, stays.
  private mutating func cut(_ bytes: inout [UInt8], to limit: Int) {
    let excess = bytes.count - limit
    let start = below(2) == 0 ? limit : 1 + below(limit)
    bytes.removeSubrange(start..<start + excess)
  }

  private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
    if bytes.isEmpty { bytes.append(UInt8(below(256))) }
    let at = below(bytes.count)
    switch below(12) {
    case 0: bytes[at] ^= 1 << UInt8(below(8))
    case 1: bytes[at] = UInt8(below(256))
    case 2: bytes[at] = [0, 1, 0x7F, 0x80, 0xC0, 0xFE, 0xFF, 0x20, 0x0A][below(9)]
    case 3, 4:
      guard !dictionary.isEmpty else { return }
      put(dictionary[below(dictionary.count)], into: &bytes, at: at)
    case 5: put(scalar(), into: &bytes, at: at)
    case 6: bytes.removeSubrange(at..<min(bytes.count, at + 1 + below(16)))
    case 7: put(part(of: bytes), into: &bytes, at: at)
    case 8: put(part(of: other), into: &bytes, at: at)
    case 9:
      let unit = part(of: bytes).prefix(8)
      for _ in 0..<(1 << below(below(16) == 0 ? 12 : 5)) where bytes.count < maximumByteCount {
        bytes.insert(contentsOf: unit, at: at)
      }
    case 10: bytes.swapAt(at, below(bytes.count))
    default: bytes[at] &+= UInt8(truncatingIfNeeded: below(17) - 8)
    }
  }

  /// Inserts, or writes over what is there.
  private mutating func put(_ new: [UInt8], into bytes: inout [UInt8], at index: Int) {
    if below(3) == 0 {
      bytes.replaceSubrange(index..<min(bytes.count, index + new.count), with: new)
    } else {
      bytes.insert(contentsOf: new, at: index)
    }
  }

  private mutating func part(of bytes: [UInt8]) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    let start = below(bytes.count)
    return Array(bytes[start..<min(bytes.count, start + 1 + below(32))])
  }

  /// Any scalar, those of the first planes most often; sometimes a surrogate or an overlong form.
  private mutating func scalar() -> [UInt8] {
    switch below(16) {
    case 0: return [0xED, 0xA0 + UInt8(below(32)), 0x80 + UInt8(below(64))]
    case 1:
      return [[0xC0, 0x80], [0xE0, 0x80, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88]][below(4)]
    default:
      let limit = [0x250, 0x1000, 0x3100, 0x10000, 0x110000][below(5)]
      let value = Unicode.Scalar(UInt32(below(limit))) ?? "\u{200D}"
      return Array(String(value).utf8)
    }
  }
}
