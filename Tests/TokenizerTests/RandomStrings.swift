/// Random texts in which mistakes of a segmenter would show: of one class, of a few, of all; words of
/// real scripts beside each other; marks, joiners and ill-formed bytes anywhere.
struct RandomStrings {
  /// Blocks of scripts and symbols.
  private static let blocks: [ClosedRange<UInt32>] = [
    0x20...0x7E, 0xA0...0xFF, 0x100...0x24F, 0x300...0x36F, 0x370...0x3FF, 0x400...0x52F,
    0x530...0x58F, 0x590...0x5FF, 0x600...0x6FF, 0x700...0x74F, 0x900...0x97F, 0x980...0xA7F,
    0xB80...0xBFF, 0xE00...0xE7F, 0xE80...0xEFF, 0x1000...0x109F, 0x10A0...0x10FF, 0x1100...0x11FF,
    0x1200...0x12FF, 0x1780...0x17FF, 0x1800...0x18AF, 0x1950...0x19DF, 0x1A20...0x1AAF,
    0x1E00...0x1FFF, 0x2000...0x206F, 0x2100...0x214F, 0x2460...0x24FF, 0x2600...0x27BF,
    0x2E80...0x2FDF, 0x3000...0x303F, 0x3040...0x309F, 0x30A0...0x30FF, 0x3100...0x33FF,
    0x4E00...0x4FFF, 0x5000...0x9FFF, 0xA000...0xA4CF, 0xA900...0xAADF, 0xAC00...0xD7FF,
    0xF900...0xFAFF, 0xFB00...0xFDFF, 0xFE00...0xFE6F, 0xFF00...0xFFEF, 0x10000...0x1007F,
    0x11700...0x1174F, 0x1F1E6...0x1F1FF, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x200FF,
    0x2F800...0x2F9FF, 0xE0000...0xE01EF, 0x1D400...0x1D4FF, 0xE000...0xE010, 0x10FFF0...0x10FFFF,
  ]
  private var generator: SeededGenerator
  private let alphabet: [Unicode.Scalar]

  /// Texts over whole blocks and over `alphabet`.
  init(seed: UInt64, alphabet: [Unicode.Scalar]) {
    generator = SeededGenerator(seed: seed)
    self.alphabet = alphabet
  }

  private mutating func below(_ limit: Int) -> Int {
    Int.random(in: 0..<limit, using: &generator)
  }

  /// The next text, of 1 to 40 code points.
  mutating func next() -> [UInt8] {
    var text: [UInt8] = []
    let count = below(4) == 0 ? 1 + below(40) : 1 + below(10)
    let style = below(5)
    let few = (0..<1 + below(4)).map { _ in alphabet[below(alphabet.count)] }
    let blocks = (0..<1 + below(3)).map { _ in Self.blocks[below(Self.blocks.count)] }
    for _ in 0..<count {
      switch style {
      case 0: append(alphabet[below(alphabet.count)], to: &text)
      case 1: append(few[below(few.count)], to: &text)
      case 2: append(scalar(in: blocks[below(blocks.count)]), to: &text)
      case 3 where below(4) > 0: append(scalar(in: blocks[0]), to: &text)
      case 3: append(alphabet[below(alphabet.count)], to: &text)
      default: append(scalar(in: Self.blocks[below(Self.blocks.count)]), to: &text)
      }
      if below(60) == 0 { text.append(UInt8.random(in: 0x80...0xFF, using: &generator)) }
    }
    return text
  }

  private mutating func scalar(in block: ClosedRange<UInt32>) -> Unicode.Scalar {
    Unicode.Scalar(UInt32.random(in: block, using: &generator)) ?? "\u{FFFD}"
  }

  private func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
    text += Array(String(scalar).utf8)
  }
}
