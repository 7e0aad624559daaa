import Index
import TestSupport
import Tokenizer

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
  static let seeds: [[UInt8]] = (0..<4).flatMap { image in
    (0..<8).map { action in
      [UInt8(image), UInt8(action + 8), UInt8(action), 0, 1, 0, 0, 0, 1, 0, 0]
    }
  }
  static let dictionary: [[UInt8]] = [
    [0, 0, 0, 0, 5, 1, 0, 0], [1, 2, 0, 3, 11, 255, 255, 255], [0, 3, 0, 16, 12, 0, 0, 0],
    [2, 4, 0, 8, 7, 0, 0, 63], [0, 1, 0, 40, 15, 0, 8, 0], [0xFF, 0xFF], [0x80, 0x00], [5], [6],
  ]

  /// What the second byte of an input chooses from; see ``use(_:actions:choice:)``.
  private static let actions: [UInt8] = [0, 0, 0, 0, 0, 0, 1, 2, 2, 3, 4, 8, 16, 32, 64, 128]

  private let images: [SampleIndex]

  init() throws {
    images = try [
      SampleIndex.Kind(analyzer: .whitespace, segmentCount: 2, documentCount: 40),
      SampleIndex.Kind(segmentCount: 2, documentCount: 24),
      SampleIndex.Kind(storesText: false, segmentCount: 1, documentCount: 40),
      SampleIndex.Kind(analyzer: .whitespace, segmentCount: 1, documentCount: 200),
    ].map { try SampleIndex($0) }
  }

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    guard input.count >= 3 else { return [] }
    let image = images[Int(input[0]) % images.count].copy()
    var editor = ImageEditor(image.files)
    for start in stride(from: 3, to: input.count - 7, by: 8) {
      let name = image.names[Int(input[start]) % image.names.count]
      editor.edit(name, input[start + 1..<start + 8])
    }
    editor.sealManifests(image.names)
    let actions = depth == .all ? 0xFF : Self.actions[Int(input[1]) % Self.actions.count]
    use(image.files, actions: actions, choice: Int(input[2]))
    return []
  }

  private func attempt(_ body: () throws -> Void) { do { try body() } catch {} }

  /// Reads and writes in the ways that the bits of `actions` name; errors are fine.
  private func use(_ files: MemoryFileSystem, actions: UInt8, choice: Int) {
    attempt { try read(files, actions: actions, choice: choice) }
    if actions & 16 != 0 { attempt { _ = try SearchIndex.check(on: files) } }
    guard actions & 0xE0 != 0 else { return }
    attempt {
      let writer = try SearchIndex.open(on: files).makeWriter()
      defer { writer.close() }
      if actions & 32 != 0 {
        try writer.delete(key: "k1-\(choice % 20)")
        try writer.delete(keyPrefix: "k0-1")
        try writer.add(Document(key: "k1-9", body: "w1 new"))
        try writer.commit()
      }
      if actions & 64 != 0 { try writer.optimize() }
      if actions & 128 != 0 { try writer.optimize(.similarity) }
      try writer.commit()
    }
    attempt { try read(files, actions: 1, choice: choice) }
  }

  private func read(_ files: MemoryFileSystem, actions: UInt8, choice: Int) throws {
    let snapshot = try SearchIndex.open(on: files).snapshot()
    let texts = SampleIndex.queries
    for step in 0..<(actions & 1 == 0 ? 1 : 4) {
      let text = texts[(choice + 5 * step) % texts.count]
      attempt {
        let fold = choice < 8 ? FoldLevel.exact : FoldLevel.allCases[1 + (choice / 16 + step) % 5]
        let mode: MatchMode = choice % 3 == 0 ? .all : .any
        let query = try snapshot.parse(text, matching: mode, fold: fold)
        let hits = try snapshot.search(query, limit: 20).hits
        if actions & 2 != 0 { try look(at: hits.prefix(3), query, in: snapshot) }
        if actions & 4 != 0 { _ = try snapshot.summaries(of: query) }
      }
    }
    guard actions & 8 != 0 else { return }
    attempt { _ = try snapshot.fileTable() }
    attempt { _ = try snapshot.statistics() }
    attempt { _ = try snapshot.address(ofKey: "k1-3") }
    attempt { _ = try snapshot.addresses(ofKeysEndingIn: "-3", limit: 5) }
  }

  private func look(
    at hits: ArraySlice<Hit>, _ query: ParsedQuery, in snapshot: Snapshot
  ) throws {
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
