import Glibc

/// BM25 as Lucene computes it since version 8: Robertson and Zaragoza, "The Probabilistic Relevance
/// Framework: BM25 and Beyond" (2009), without the constant factor k1 + 1, which ranks nothing.
///
/// ```
/// score = w - w / (1 + f / c)      which is  w · f / (f + c)
/// w     = idf · (how often the query has the term)
/// idf   = ln(1 + (N - n + 0.5) / (n + 0.5))
/// c     = k1 · (1 - b + b · length / average length)
/// ```
///
/// N counts the documents that have the field, n those that hold the term; deleted documents count
/// in both until they are merged away. Lengths are the decoded one-byte ones; the average is exact.
struct BM25: Sendable, Hashable {
  /// How soon repetition stops counting.
  var k1: Float = 1.2
  /// How much length counts, from 0 to 1.
  var b: Float = 0.75

  static func idf(documentCount: UInt64, documentFrequency: UInt64) -> Float {
    let total = Double(max(documentCount, documentFrequency))
    let frequency = Double(documentFrequency)
    return Float(log(1 + (total - frequency + 0.5) / (frequency + 0.5)))
  }

  /// 1 / c for each length on the one-byte scale.
  func inverseNorms(averageLength: Float) -> [Float] {
    // Four at a time, which gives the same as one at a time.
    let lengths = FieldLengths.decoded
    var inverses: [Float] = []
    inverses.reserveCapacity(lengths.count)
    let slope = SIMD4(repeating: b)
    let average = SIMD4(repeating: averageLength)
    let base = SIMD4(repeating: 1 - b)
    for index in stride(from: 0, to: lengths.count, by: 4) {
      let four = SIMD4(
        Float(lengths[index]), Float(lengths[index + 1]), Float(lengths[index + 2]),
        Float(lengths[index + 3]))
      let inverse = 1 / (k1 * (base + slope * four / average))
      for lane in 0..<4 { inverses.append(inverse[lane]) }
    }
    return inverses
  }

  /// The score of a term that occurs `frequency` times.
  @inline(__always)
  static func score(weight: Float, frequency: Float, inverseNorm: Float) -> Float {
    weight - weight / (1 + frequency * inverseNorm)
  }
}

/// The parameters of BM25 by the kind of term.
struct Ranking: Sendable, Equatable {
  /// For words, their stems and their parts: the figures of the literature.
  var words = BM25()
  /// For characters and stretches of them. Repetition counts less, since stretches that overlap
  /// repeat together; and so does length.
  var characters = BM25(k1: 0.8, b: 0.6)

  func parameters(for kind: TermKind) -> BM25 {
    switch kind {
    case .character, .pair: characters
    case .word, .stem, .part, .fold, .root, .wordPair: words
    }
  }
}
