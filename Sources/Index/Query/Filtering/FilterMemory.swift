internal import Synchronization

/// Which documents filters let through, remembered by a snapshot: whoever filters does so by the same few
/// filters again and again, and finding the documents takes longer than many a query.
final class FilterMemory: Sendable {
  /// So many filters are remembered, those asked for last.
  static let mostFilters = 32
  /// And no more than this for all of them: a bit for each document of the index, and what they say.
  static let mostBytes = 32 << 20
  /// What takes more than this to be said is not remembered: it is not asked again and again.
  static let mostFilterBytes = 64 << 10

  private struct Entry {
    /// The documents of each segment.
    var live: [LiveDocuments]
    var byteCount: Int
    var lastUse: UInt64
  }

  private struct Contents {
    var entries: [Filter: Entry] = [:]
    var byteCount = 0
    var useCount: UInt64 = 0

    mutating func remove(_ filter: Filter) {
      byteCount -= entries.removeValue(forKey: filter)?.byteCount ?? 0
    }
  }

  private let contents = Mutex(Contents())

  /// The documents of each segment that a filter lets through, if they are known.
  func live(_ filter: Filter) -> [LiveDocuments]? {
    if filter.byteCount > Self.mostFilterBytes { return nil }
    return contents.withLock { contents in
      contents.useCount += 1
      contents.entries[filter]?.lastUse = contents.useCount
      return contents.entries[filter]?.live
    }
  }

  /// Remembers the documents of each segment that a filter lets through.
  func note(_ live: [LiveDocuments], of filter: Filter) {
    let saidCount = filter.byteCount
    let byteCount = live.reduce(saidCount) { $0 + $1.documentCount / 8 }
    if saidCount > Self.mostFilterBytes || byteCount > Self.mostBytes { return }
    contents.withLock { contents in
      contents.remove(filter)
      while contents.entries.count >= Self.mostFilters
        || contents.byteCount + byteCount > Self.mostBytes,
        let oldest = contents.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        contents.remove(oldest.key)
      }
      contents.byteCount += byteCount
      contents.entries[filter] = Entry(
        live: live, byteCount: byteCount, lastUse: contents.useCount)
    }
  }

  /// How many filters are remembered, and what they take.
  var size: (filterCount: Int, byteCount: Int) {
    contents.withLock { ($0.entries.count, $0.byteCount) }
  }
}

extension Filter {
  /// About how much memory it takes.
  fileprivate var byteCount: Int {
    switch node {
    case .values(let name, _, let label): 256 + 2 * (name.utf8.count + label.text.utf8.count)
    case .typed(let name, let label, let filter):
      128 + name.utf8.count + label.text.utf8.count + filter.byteCount
    case .exists(let name, _): 64 + name.utf8.count
    case .keys(let keys): keys.reduce(64) { $0 + 48 + $1.count }
    case .query(let query): query.parts.reduce(256 + query.text.utf8.count) { $0 + $1.byteCount }
    case .all(let filters), .any(let filters): filters.reduce(64) { $0 + $1.byteCount }
    case .not(let filter): 32 + filter.byteCount
    }
  }
}

extension ParsedQuery.Part {
  /// About how much memory it takes: every term is in what is asked, in what is asked loosely, and in what
  /// speaks for documents.
  fileprivate var byteCount: Int {
    terms.reduce(1_024) { $0 + 512 + $1.utf8.count }
  }
}
