/// Finds the symbols that make a sample of texts shortest.
///
/// In each of some rounds the sample is packed with the symbols of the round before, while it is counted how
/// often each is used and which one follows which. The next ones are those that would save most of these
/// symbols, of two that follow one another put together, and of the bytes by themselves.
struct SymbolTrainer {
  /// More rounds find little more.
  private static let roundCount = 8
  /// A byte that is no symbol takes two.
  private static let gainOfByte = 2
  /// What is rarer in the sample is left out.
  private static let rarest: UInt32 = 3
  /// Numbers of what has been found in the sample: bytes by themselves, and then symbols.
  private static let numberCount = 512
  private static let firstSymbol = 256

  private let bytes: [UInt8]
  private let texts: [Range<Int>]
  private var symbols: [SymbolTable.Symbol] = []
  // How often each has been found, and each behind each.
  private var counts = [UInt32](repeating: 0, count: numberCount)
  private var pairCounts = [UInt32](repeating: 0, count: numberCount * numberCount)

  /// The best symbols for texts, which are parts of some bytes. They depend on nothing else.
  static func symbols(for texts: [Range<Int>], of bytes: [UInt8]) -> [SymbolTable.Symbol] {
    var trainer = SymbolTrainer(texts, bytes)
    for round in 1...roundCount { trainer.improve(isLast: round == roundCount) }
    return trainer.symbols
  }

  private init(_ texts: [Range<Int>], _ bytes: [UInt8]) {
    self.texts = texts
    self.bytes = bytes
  }

  /// Takes better symbols; in the last round only of those that have been used.
  private mutating func improve(isLast: Bool) {
    count()
    var gains: [SymbolTable.Symbol: UInt64] = [:]
    for number in counts.indices where counts[number] > 0 {
      let symbol = symbol(number)
      let each = symbol.count == 1 ? Self.gainOfByte : symbol.count
      gains[symbol, default: 0] += UInt64(counts[number]) * UInt64(each)
      if isLast || symbol.count == SymbolTable.longest { continue }
      for other in 0..<Self.numberCount {
        let count = pairCounts[number * Self.numberCount + other]
        if count < Self.rarest { continue }
        let both = symbol.followed(by: self.symbol(other))
        gains[both, default: 0] += UInt64(count) * UInt64(both.count)
      }
    }
    // The order is one only, so that the same texts have the same symbols.
    let order = gains.sorted {
      $0.value != $1.value
        ? $0.value > $1.value : ($0.key.word, $0.key.count) < ($1.key.word, $1.key.count)
    }
    symbols = order.prefix(SymbolTable.maximumCount).map(\.key)
  }

  private func symbol(_ number: Int) -> SymbolTable.Symbol {
    number < Self.firstSymbol
      ? SymbolTable.Symbol(word: UInt64(number), count: 1) : symbols[number - Self.firstSymbol]
  }

  /// Packs the texts, and counts what that takes.
  private mutating func count() {
    let packer = SymbolPacker(symbols)
    for number in counts.indices { counts[number] = 0 }
    for number in pairCounts.indices { pairCounts[number] = 0 }
    for text in texts {
      var index = text.lowerBound
      // That of the one before.
      var row: Int?
      while index < text.upperBound {
        let word = SymbolPacker.word(bytes, at: index, end: text.upperBound)
        let byte = Int(word & 0xFF)
        var (number, length) = (byte, 1)
        if let found = packer.longest(word, left: text.upperBound - index) {
          (number, length) = (Self.firstSymbol + Int(found.code), found.count)
        }
        counts[number] += 1
        if let row { pairCounts[row + number] += 1 }
        // A longer one may be worth less than its first byte and what comes then.
        if length > 1 {
          counts[byte] += 1
          if let row { pairCounts[row + byte] += 1 }
        }
        row = number * Self.numberCount
        index += length
      }
    }
  }
}

extension SymbolTable.Symbol {
  /// What two make that follow one another, cut behind eight bytes.
  fileprivate func followed(by other: SymbolTable.Symbol) -> SymbolTable.Symbol {
    let count = min(count + other.count, SymbolTable.longest)
    // This one has less than eight.
    return SymbolTable.Symbol(word: word | other.word << UInt64(8 * self.count), count: count)
  }
}
