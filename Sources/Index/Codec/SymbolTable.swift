/// Up to 255 short strings of bytes, the symbols, each of which a code of one byte stands for: what short
/// texts are packed with, each by itself, so that one is read without the others.
///
/// Every script has its own bytes that come again and again: `ing` and `tion`, or the first two bytes of
/// each hiragana. A table is made for the texts that it packs (``SymbolTrainer``). (Boncz, Neumann and
/// Leis, "FSST: Fast Random Access String Compression", 2020.)
///
/// ```
/// table        how many symbols have 1, 2, … 8 bytes, u8 each · the symbols' bytes, in the order of their
///              codes, which count from 0
/// packed text  code*
/// code         u8; FF: the byte behind it stands for itself
/// ```
///
/// Example: the table of `e` and `ing` is `01 00 01 00 00 00 00 00 65 69 6E 67`; `being` is packed
/// `FF 62 00 01`.
@safe
final class SymbolTable: Sendable {
  /// A string of 1 to 8 bytes.
  struct Symbol: Hashable {
    /// Its bytes, the first one lowest, with zeros behind them.
    var word: UInt64
    /// How many they are.
    var count: Int
  }

  /// The code that stands for no symbol.
  static let escape: UInt8 = 0xFF
  static let maximumCount = 255
  /// No symbol has more bytes.
  static let longest = 8

  /// In the order of their codes.
  let symbols: [Symbol]
  // For each code the word of its symbol, ones where there is none; then for each code how many bytes it has, 0
  // where there is no symbol. Never changed.
  private nonisolated(unsafe) let memory: UnsafeMutableRawPointer

  /// Gives symbols their codes: the shortest come first.
  ///
  /// - Precondition: they are ``maximumCount`` at most, and all different.
  init(_ symbols: [Symbol]) {
    precondition(symbols.count <= Self.maximumCount)
    self.symbols = symbols.sorted { ($0.count, $0.word) < ($1.count, $1.word) }
    // Freed by deinit.
    unsafe memory = .allocate(byteCount: SymbolCodes.byteCount, alignment: 8)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: SymbolCodes.byteCount)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0xFF, count: SymbolCodes.countsOffset)
    for (code, symbol) in self.symbols.enumerated() {
      precondition((1...Self.longest).contains(symbol.count))
      // A code is below 256.
      unsafe memory.storeBytes(of: symbol.word, toByteOffset: 8 * code, as: UInt64.self)
      unsafe memory.storeBytes(
        of: UInt8(symbol.count), toByteOffset: SymbolCodes.countsOffset + code, as: UInt8.self)
    }
  }

  deinit { unsafe memory.deallocate() }

  /// Reads a table, which fills the reader.
  convenience init(reading reader: inout ByteReader) throws(IndexError) {
    var counts: [Int] = []
    for _ in 0..<Self.longest { counts.append(Int(try reader.byte())) }
    guard counts.reduce(0, +) <= Self.maximumCount else {
      throw reader.corrupt("a table of \(counts.reduce(0, +)) symbols")
    }
    var symbols: [Symbol] = []
    for (index, count) in counts.enumerated() {
      for _ in 0..<count {
        var word: UInt64 = 0
        for place in 0...index { word |= UInt64(try reader.byte()) << UInt64(8 * place) }
        let symbol = Symbol(word: word, count: index + 1)
        if let last = symbols.last, last.count == symbol.count, last.word >= word {
          throw reader.corrupt("a symbol is out of order")
        }
        symbols.append(symbol)
      }
    }
    guard reader.remainingCount == 0 else { throw reader.corrupt("is more than the symbols") }
    self.init(symbols)
  }

  /// The table as it stands in a file.
  var encoded: [UInt8] {
    var writer = ByteWriter()
    for count in 1...Self.longest { writer.append(UInt8(symbols.count { $0.count == count })) }
    for symbol in symbols { writer.append(symbol.word, byteCount: symbol.count) }
    return writer.bytes
  }

  /// What the loops over packed texts read.
  ///
  /// - Precondition: the table outlives it.
  @unsafe
  var codes: SymbolCodes { unsafe SymbolCodes(UnsafeRawPointer(memory)) }
}

/// A ``SymbolTable`` without its owner.
@safe
struct SymbolCodes: BitwiseCopyable {
  fileprivate static let countsOffset = 8 * 256
  fileprivate static let byteCount = countsOffset + 256

  private let memory: UnsafeRawPointer

  @unsafe
  fileprivate init(_ memory: UnsafeRawPointer) {
    unsafe self.memory = memory
  }

  /// What a code stands for; 0 bytes if that is no symbol.
  @inline(__always)
  subscript(code: UInt8) -> SymbolTable.Symbol {
    // Of 256 each.
    let word = unsafe memory.load(fromByteOffset: 8 &* Int(code), as: UInt64.self)
    let count = unsafe memory.load(
      fromByteOffset: Self.countsOffset &+ Int(code), as: UInt8.self)
    return SymbolTable.Symbol(word: word, count: Int(count))
  }

  /// The first byte of what a code stands for; FF if that is no symbol.
  @inline(__always)
  func firstByte(_ code: UInt8) -> UInt8 {
    // Of 256.
    unsafe memory.load(fromByteOffset: 8 &* Int(code), as: UInt8.self)
  }

  /// Unpacks a text.
  ///
  /// - Returns: false if that has a code that stands for nothing, or ends with ``SymbolTable/escape``.
  @unsafe
  func unpack(_ packed: UnsafeRawBufferPointer, appendTo text: inout [UInt8]) -> Bool {
    var isSound = true
    text.append(addingCapacity: SymbolTable.longest * packed.count) { span in
      var index = 0
      while index < packed.count {
        // Below the count, here and below.
        var symbol = unsafe self[packed[index]]
        if symbol.count == 0 {
          guard unsafe packed[index] == SymbolTable.escape, index + 1 < packed.count else {
            isSound = false
            return
          }
          index &+= 1
          symbol = unsafe SymbolTable.Symbol(word: UInt64(packed[index]), count: 1)
        }
        for _ in 0..<symbol.count {
          span.append(UInt8(truncatingIfNeeded: symbol.word))
          symbol.word &>>= 8
        }
        index &+= 1
      }
    }
    return isSound
  }
}
