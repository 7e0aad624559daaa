extension TermScan {
  /// What becomes of a search for a key in a block.
  enum Outcome {
    case found(FoundEntry)
    case absent
    case unclear
  }

  /// An entry of a block.
  struct FoundEntry {
    /// Where its info begins, counted from the block's first byte.
    var infoOffset: Int
    /// Where its postings begin in their section.
    var postingsOffset: Int
  }

  /// An entry that a walk has come to, and what its key is made of.
  struct WalkedEntry {
    var info: FoundEntry
    /// How many bytes it has in common with the key before it, or with the one that was looked for.
    var shared: Int
    /// Where the rest of it lies in the block.
    var rest: Range<Int>
  }

  /// How the entries of a dictionary are to be read.
  @safe
  struct Form {
    /// With what the rests of keys are packed; nil if they are not.
    private(set) var symbols: SymbolCodes?
    /// 1 if the position of a term that occurs once is a number by itself, as before version 9; or else 0.
    private(set) var separatesPosition: UInt64

    /// - Precondition: the symbols outlive it.
    @unsafe
    init(symbols: SymbolCodes?, separatesPosition: Bool) {
      self.symbols = symbols
      self.separatesPosition = separatesPosition ? 1 : 0
    }
  }
}
