@testable import Tokenizer

/// The bytes of a text.
func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// What NFKC_Casefold makes of a text.
func folded(_ text: String) throws -> [UInt8] {
  let units = Array(text.utf16)
  var batch = ICUNormalizer.Batch()
  batch.starts = [0]
  batch.ends = [Int32(units.count)]
  try ICUNormalizer.fold(&batch, of: units.span)
  return Array(batch.output[batch.outputRange(0)])
}

/// The loosest form of a text that goes through NFKC_Casefold first.
func loose(_ text: String) throws -> String {
  var fold = LooseFold()
  return String(decoding: fold.loosest(try folded(text)), as: UTF8.self)
}

/// The distance from a typed text to an indexed one, both through NFKC_Casefold.
func distance(_ typed: String, _ indexed: String) throws -> FoldDistance? {
  FoldDistance(from: try folded(typed), to: try folded(indexed))
}

/// Random terms out of what folds look at, and of what they must leave alone.
struct RandomTerms {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private static let ranges: [ClosedRange<UInt32>] = [
    0x61...0x7A, 0x20...0x7E, 0xA0...0x24F, 0x250...0x36F, 0x370...0x52F, 0x590...0x6FF,
    0x700...0x8FF, 0x900...0xE7F, 0x1E00...0x1FFF, 0x2010...0x20FF, 0x3000...0x30FF,
    0x3094...0x309F, 0x30F0...0x30FF, 0x31F0...0x31FF, 0x3400...0x3500, 0x4E00...0x5200,
    0xAC00...0xAD00, 0xFE20...0xFF9F, 0x1F600...0x1F640, 0x20000...0x20C00,
  ]
  private static let contexts = utf8("ーゝゞゔヴぃあいや゙゚々〻人人かハウi\u{307}ıưởđæ\u{301}ـ")

  /// Code points of one or two ranges, with some that depend on their neighbours.
  mutating func scalars() -> String {
    var scalars = String.UnicodeScalarView()
    let contexts = Array(String(decoding: Self.contexts, as: UTF8.self).unicodeScalars)
    let ranges = (0..<2).map { _ in
      Self.ranges[Int.random(in: 0..<Self.ranges.count, using: &generator)]
    }
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
      if Bool.random(using: &generator) {
        scalars.append(contexts[Int.random(in: 0..<contexts.count, using: &generator)])
      } else {
        let range = ranges[Int.random(in: 0..<2, using: &generator)]
        guard let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator))
        else { continue }
        scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  /// Bytes, ill-formed as often as not.
  mutating func bytes() -> [UInt8] {
    var bytes = utf8(scalars())
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      let at = Int.random(in: 0...bytes.count, using: &generator)
      if Bool.random(using: &generator), at < bytes.count {
        bytes.remove(at: at)
      } else {
        bytes.insert(UInt8.random(in: 0...255, using: &generator), at: at)
      }
    }
    return bytes
  }
}
