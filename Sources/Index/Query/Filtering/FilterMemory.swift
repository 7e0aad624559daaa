internal import Synchronization

/// Which documents filters let through, remembered by a snapshot: whoever filters does so by the same few
/// filters again and again, and finding the documents takes longer than many a query.
final class FilterMemory: Sendable {
  /// So many filters are remembered, those asked for last.
  static let mostFilters = 32
  /// And no more than this for all of them, at a bit for each document of the index.
  static let mostBytes = 32 << 20
  /// A filter of more keys is as long as what it lets through.
  private static let mostKeys = 64

  private struct Entry {
    /// The documents of each segment.
    var live: [LiveDocuments]
    var lastUse: UInt64
  }

  private struct Contents {
    var entries: [Filter: Entry] = [:]
    var useCount: UInt64 = 0
  }

  private let contents = Mutex(Contents())

  /// The documents of each segment that a filter lets through, if they are known.
  func live(_ filter: Filter) -> [LiveDocuments]? {
    if filter.keyCount > Self.mostKeys { return nil }
    return contents.withLock { contents in
      contents.useCount += 1
      contents.entries[filter]?.lastUse = contents.useCount
      return contents.entries[filter]?.live
    }
  }

  /// Remembers the documents of each segment that a filter lets through.
  func note(_ live: [LiveDocuments], of filter: Filter) {
    let byteCount = live.reduce(0) { $0 + $1.documentCount / 8 } + 1
    let room = min(Self.mostFilters, Self.mostBytes / byteCount)
    if room == 0 || filter.keyCount > Self.mostKeys { return }
    contents.withLock { contents in
      while contents.entries.count >= room,
        let oldest = contents.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        contents.entries[oldest.key] = nil
      }
      contents.entries[filter] = Entry(live: live, lastUse: contents.useCount)
    }
  }
}

extension Filter {
  /// How many keys it names.
  fileprivate var keyCount: Int {
    switch node {
    case .keys(let keys): keys.count
    case .all(let filters), .any(let filters): filters.reduce(0) { $0 + $1.keyCount }
    case .not(let filter): filter.keyCount
    case .values, .exists, .query: 0
    }
  }
}
