import Glibc

/// How good a ranking is, from 0 to 1, as trec_eval defines it.
///
/// A document is relevant when its relevance is at least 1. A query without relevant documents
/// measures 0.
enum Measure: CaseIterable, Sendable {
  /// Normalized discounted cumulative gain of the first ten (Järvelin and Kekäläinen, 2002), the
  /// gain being the relevance itself: trec_eval's `ndcg_cut_10`.
  case ndcgAt10
  /// One divided by the rank of the first relevant document, 0 beyond ten: trec_eval's
  /// `recip_rank`, cut off.
  case reciprocalRankAt10
  /// The share of the relevant documents that the first ten hold: `recall_10`.
  case recallAt10
  /// The share of the relevant documents that the first hundred hold: `recall_100`.
  case recallAt100
  /// The mean, over the relevant documents, of the precision at their ranks: `map`.
  case averagePrecision
  /// The share of relevant documents among five, whether or not there are five: `P_5`.
  case precisionAt5

  /// What the mean over queries is called.
  var name: String {
    switch self {
    case .ndcgAt10: "nDCG@10"
    case .reciprocalRankAt10: "MRR@10"
    case .recallAt10: "recall@10"
    case .recallAt100: "recall@100"
    case .averagePrecision: "MAP"
    case .precisionAt5: "P@5"
    }
  }

  /// The name in JSON.
  var key: String {
    switch self {
    case .ndcgAt10: "ndcg_10"
    case .reciprocalRankAt10: "mrr_10"
    case .recallAt10: "recall_10"
    case .recallAt100: "recall_100"
    case .averagePrecision: "map"
    case .precisionAt5: "p_5"
    }
  }

  /// The value for one query.
  func value(_ ranking: JudgedRanking) -> Double {
    switch self {
    case .ndcgAt10:
      let best = Self.discountedGain(ranking.ideal.prefix(10))
      return best > 0 ? Self.discountedGain(ranking.found.prefix(10)) / best : 0
    case .reciprocalRankAt10:
      let first = ranking.found.prefix(10).firstIndex { $0 > 0 }
      return first.map { 1 / Double($0 + 1) } ?? 0
    case .recallAt10: return Self.recall(ranking, cutoff: 10)
    case .recallAt100: return Self.recall(ranking, cutoff: 100)
    case .averagePrecision: return Self.averagePrecision(ranking)
    case .precisionAt5: return Double(Self.relevantCount(ranking.found.prefix(5))) / 5
    }
  }

  /// The gains, each divided by the binary logarithm of its rank plus one.
  private static func discountedGain(_ gains: ArraySlice<Int>) -> Double {
    zip(1..., gains).reduce(0) { sum, item in
      sum + Double(item.1) / log2(Double(item.0 + 1))
    }
  }

  private static func recall(_ ranking: JudgedRanking, cutoff: Int) -> Double {
    let found = relevantCount(ranking.found.prefix(cutoff))
    return ranking.ideal.isEmpty ? 0 : Double(found) / Double(ranking.ideal.count)
  }

  private static func averagePrecision(_ ranking: JudgedRanking) -> Double {
    var relevant = 0
    var sum = 0.0
    for (rank, relevance) in zip(1..., ranking.found) where relevance > 0 {
      relevant += 1
      sum += Double(relevant) / Double(rank)
    }
    return ranking.ideal.isEmpty ? 0 : sum / Double(ranking.ideal.count)
  }

  private static func relevantCount(_ relevances: ArraySlice<Int>) -> Int {
    relevances.count { $0 > 0 }
  }
}
