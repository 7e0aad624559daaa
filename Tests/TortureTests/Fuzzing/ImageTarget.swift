import TestSupport
import Tokenizer

@testable import Index

/// Indexes whose bytes were changed and whose checksums fit: nothing may trap, hang, or take more
/// memory than there is. Answers may be wrong.
///
/// An input is a script: the first byte names one of some small indexes; the next two, what is done
/// with it; then eight bytes for each change, the first of which names the file.
struct ImageTarget: FuzzTarget {
  static let name = "images"
  static let usualByteCount = 3 + 8 * 4
  static let longCount = 2_000_000
  static let maximumByteCount = 3 + 8 * 16
  static let seeds: [[UInt8]] = (0..<6).flatMap { image in
    (0..<8).map { action in
      [UInt8(image), UInt8(action * 11), UInt8(action * 9), 0, 1, 0, 0, 0, 1, 0, 0]
    }
  }
  static let dictionary: [[UInt8]] = [
    [0, 0, 0, 0, 5, 1, 0, 0], [1, 2, 0, 3, 11, 255, 255, 255], [0, 3, 0, 16, 12, 0, 0, 0],
    [2, 4, 0, 8, 7, 0, 0, 63], [0, 1, 0, 40, 15, 0, 8, 0], [0xFF, 0xFF], [0x80, 0x00], [5], [6],
  ]

  /// What is done with an index; errors are fine.
  private struct Actions: OptionSet {
    let rawValue: Int

    static let manyQueries = Actions(rawValue: 1)
    static let texts = Actions(rawValue: 2)
    static let summaries = Actions(rawValue: 4)
    static let tables = Actions(rawValue: 8)
    static let check = Actions(rawValue: 16)
    static let update = Actions(rawValue: 32)
    static let merge = Actions(rawValue: 64)
    static let reorder = Actions(rawValue: 128)
    static let parse = Actions(rawValue: 256)
    static let values = Actions(rawValue: 512)

    /// By a byte: what takes long is done seldom.
    init(_ byte: UInt8, depth: FuzzDepth) {
      switch byte {
      case 0..<40: self = .values
      case 40..<56: self = .manyQueries
      case 56..<72: self = .tables
      case 72..<80: self = .summaries
      case 80..<84: self = .texts
      case 84: self = .check
      case 85: self = .update
      case 86: self = .merge
      case 87: self = .reorder
      case 88: self = .parse
      default: self = []
      }
      if depth == .all {
        let rare: [Actions] = [
          [.check, .texts], [.update, .merge], .reorder, [.parse, .summaries], [.update, .check],
        ]
        formUnion([.manyQueries, .tables, .values])
        formUnion(rare[Int(byte) % rare.count])
      }
    }

    init(rawValue: Int) { self.rawValue = rawValue }
  }

  /// An index, and queries that were parsed when it was sound.
  private struct Image {
    let sound: SoundImage
    let queries: [ParsedQuery]

    init(_ kind: SampleIndex.Kind) throws {
      let sample = try SampleIndex(kind)
      sound = try SoundImage(sample)
      let snapshot = try SearchIndex.open(on: sample.files).snapshot()
      queries = try SampleIndex.queries.flatMap { text in
        try [MatchMode.any, .all].map { try snapshot.parse(text, matching: $0) }
      }
    }
  }

  private let images: [Image]

  init() throws {
    images = try [
      SampleIndex.Kind(analyzer: .whitespace, segmentCount: 2, documentCount: 40),
      SampleIndex.Kind(segmentCount: 2, documentCount: 24),
      SampleIndex.Kind(storesText: false, segmentCount: 1, documentCount: 40),
      SampleIndex.Kind(analyzer: .whitespace, segmentCount: 1, documentCount: 200),
      SampleIndex.Kind(analyzer: .whitespace, segmentCount: 1, documentCount: 3),
      SampleIndex.Kind(analyzer: .whitespace, segmentCount: 2, documentCount: 4),
    ].map { try Image($0) }
  }

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    guard input.count >= 3 else { return [] }
    let image = images[Int(input[0]) % images.count]
    var editor = ImageEditor(image.sound)
    for start in stride(from: 3, to: input.count - 7, by: 8) {
      let name = image.sound.names[Int(input[start]) % image.sound.names.count]
      editor.edit(name, input[start + 1..<start + 8])
    }
    editor.sealManifests()
    use(editor.makeFiles(), image, Actions(input[1], depth: depth), choice: Int(input[2]))
    return []
  }

  private func attempt(_ body: () throws -> Void) { do { try body() } catch {} }

  private func use(_ files: MemoryFileSystem, _ image: Image, _ actions: Actions, choice: Int) {
    attempt { try read(files, image, actions, choice: choice) }
    if actions.contains(.check) { attempt { _ = try SearchIndex.check(on: files) } }
    guard !actions.isDisjoint(with: [.update, .merge, .reorder]) else { return }
    attempt {
      let writer = try SearchIndex.open(on: files).makeWriter()
      defer { writer.close() }
      if actions.contains(.update) {
        try writer.delete(key: "k1-\(choice % 20)")
        try writer.delete(keyPrefix: "k0-1")
        try writer.add(Document(key: "k1-9", body: "w1 new", values: [.integer("year", 7)]))
        try writer.commit()
      }
      if actions.contains(.merge) { try writer.optimize() }
      if actions.contains(.reorder) { try writer.optimize(.similarity) }
      try writer.commit()
    }
    attempt { try read(files, image, .manyQueries, choice: choice) }
  }

  private func read(
    _ files: MemoryFileSystem, _ image: Image, _ actions: Actions, choice: Int
  ) throws {
    let snapshot = try SearchIndex.open(on: files).snapshot()
    for step in 0..<(actions.contains(.manyQueries) ? 4 : 1) {
      attempt {
        var query = image.queries[(choice + 5 * step) % image.queries.count]
        if actions.contains(.parse) {
          query = try snapshot.parse(snapshot.completed(query.text + "w"))
        }
        query.fold =
          choice == 7 ? FoldLevel.exact : FoldLevel.allCases[1 + (choice / 16 + step) % 5]
        let hits = try snapshot.search(query, limit: 20).hits
        if actions.contains(.texts) { look(at: hits.prefix(3), query, in: snapshot) }
        if actions.contains(.summaries) { _ = try snapshot.summaries(of: query) }
        if let hit = hits.last { attempt { _ = try snapshot.document(for: hit) } }
        query.fold = .letters
        if actions.contains(.values) { readValues(hits, query, choice, in: snapshot) }
      }
    }
    guard actions.contains(.tables) else { return }
    attempt { _ = try snapshot.fileTable() }
    attempt { _ = try snapshot.statistics() }
    attempt { _ = try snapshot.address(ofKey: "k1-3") }
    attempt { _ = try snapshot.addresses(ofKeysEndingIn: "-3", limit: 5) }
  }

  /// One of the ways to use values.
  private func readValues(
    _ hits: [Hit], _ query: ParsedQuery, _ choice: Int, in snapshot: Snapshot
  ) {
    let names = ["year", "type", "price", "made", "draft"]
    let name = names[choice % names.count]
    attempt {
      switch choice / 8 % 5 {
      case 0: _ = try snapshot.search(query, sortedBy: [.value(name), .score], limit: 5)
      case 1: _ = try snapshot.facets(of: query, [FacetRequest(name), FacetRequest(name, step: 3)])
      case 2: _ = try snapshot.search(query, collapsing: .value(name), limit: 5)
      case 3:
        let filter = Filter.any([
          .range("year", from: .integer(2003), to: .integer(2009)), .matching("type", "*d*"),
          .not(.exists(name)), .range("price", to: .decimal(0.5)),
        ])
        _ = try snapshot.search(query, limit: 5, filter: filter)
      default: for hit in hits.prefix(4) { _ = try snapshot.values(at: hit.address) }
      }
    }
  }

  private func look(at hits: ArraySlice<Hit>, _ query: ParsedQuery, in snapshot: Snapshot) {
    for hit in hits {
      attempt { _ = try snapshot.snippet(for: hit, query: query) }
      attempt { _ = try snapshot.explanation(of: hit, query: query) }
      attempt {
        guard let document = try snapshot.document(for: hit) else { return }
        _ = try snapshot.diagnosis(of: query, at: hit.address, document)
      }
    }
  }
}
