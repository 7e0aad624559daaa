extension Snapshot {
  /// The documents of several indexes as one: found, counted and scored as if they had been put into
  /// one index, those of the first before those of the second.
  ///
  /// What scores depend on, how many documents there are, how long they are, and how many of them hold
  /// a word, is that of all together. A document of the same key in two indexes is two documents;
  /// ``Hit/member`` says which is which. Nothing is copied: what is asked of the joint snapshot is looked
  /// up in each.
  ///
  /// ```swift
  /// let both = try Snapshot.joining([try notes.snapshot(), try papers.snapshot()])
  /// for hit in try both.search("芯片").hits { print(hit.member, hit.key, hit.score) }
  /// ```
  ///
  /// - Throws: ``IndexError/invalidArgument(what:)`` if no snapshot is given, or if two of them cut and
  ///   fold text in different ways, so that no query could mean the same in both.
  /// - Complexity: O(number of segments times number of fields).
  public static func joining(
    _ snapshots: [Snapshot], limits: Limits = Limits()
  ) throws(IndexError) -> Snapshot {
    let members = snapshots.flatMap { $0.members.isEmpty ? [$0] : $0.members }
    guard let first = members.first else {
      throw .invalidArgument(what: "no index is given to be asked")
    }
    for other in members.dropFirst() { try first.requireSameAnalyzer(as: other) }
    var joint = first.state
    joint.table = nil
    joint.segments = []
    joint.manifest.fileTable = nil
    joint.manifest.segments = []
    joint.manifestByteCount = 0
    for member in members { joint.append(member.state) }
    return try Snapshot(
      joint, on: first.fileSystem, limits: limits, analyzer: first.options.analyzer,
      members: members)
  }

  /// The snapshot without some of its documents, which are then neither found nor counted, as if they had been
  /// deleted: where two indexes that are joined hold the same.
  ///
  /// Statistics that scores depend on count them, as they do deleted documents.
  ///
  /// - Parameter isLeftOut: says of a key whether its document is left out.
  /// - Precondition: the snapshot is that of one index.
  /// - Complexity: O(number of documents).
  public func leavingOut(
    _ isLeftOut: (String) -> Bool
  ) throws(IndexError) -> Snapshot {
    precondition(members.isEmpty)
    var state = state
    for number in state.segments.indices {
      let segment = state.segments[number]
      for document in 0..<segment.reader.documentCount {
        let document = DocID(document)
        guard segment.live.isLive(document) else { continue }
        let key = try segment.reader.keys.key(of: document)
        if isLeftOut(String(decoding: key, as: UTF8.self)) {
          _ = state.segments[number].live.delete(document)
        }
      }
    }
    return try Snapshot(state, on: fileSystem, limits: limits, analyzer: options.analyzer)
  }

  private func requireSameAnalyzer(as other: Snapshot) throws(IndexError) {
    let (mine, theirs) = (state.manifest, other.state.manifest)
    let isSame =
      mine.analyzerName == theirs.analyzerName && mine.analyzerBehavior == theirs.analyzerBehavior
    if isSame { return }
    func made(_ manifest: Manifest) -> String {
      "with the analyzer \(manifest.analyzerName) and ICU \(manifest.icuVersion)"
    }
    throw .invalidArgument(
      what: "two indexes cut text in different ways and cannot be asked as one: "
        + "\(fileSystem.path) was made \(made(mine)), \(other.fileSystem.path) \(made(theirs)); "
        + "make one of them anew as the other is")
  }

  /// Which of the joined snapshots a document is in, from 0; 0 in that of one index.
  ///
  /// - Precondition: the address comes from this snapshot.
  public func member(of address: DocumentAddress) -> Int {
    var end = 0
    for (number, member) in members.enumerated() {
      end += member.state.segments.count
      if address.segment < end { return number }
    }
    return 0
  }

  /// The address here of a document of one of the joined snapshots.
  ///
  /// - Precondition: the address comes from that snapshot.
  public func address(
    _ address: DocumentAddress, ofMember member: Int
  ) -> DocumentAddress {
    DocumentAddress(
      segment: segmentNumbers(ofMember: member).lowerBound + address.segment,
      document: address.document)
  }

  /// The segments of one of the joined snapshots; all of them for nil.
  func segmentNumbers(ofMember member: Int?) -> Range<Int> {
    guard let member, members.indices.contains(member) else { return state.segments.indices }
    let start = members[..<member].reduce(0) { $0 + $1.state.segments.count }
    return start..<start + members[member].state.segments.count
  }
}

extension CommittedState {
  /// Takes the segments of another index, with the fields numbered as here.
  fileprivate mutating func append(_ other: CommittedState) {
    let numbering = FieldNumbering(adding: other.manifest.schema, to: &manifest.schema)
    segments += other.segments.map { segment in
      guard !numbering.isIdentity else { return segment }
      var segment = segment
      segment.reader = SegmentReader(segment.reader, numbering: numbering)
      return segment
    }
    manifest.segments += other.manifest.segments
    manifest.generation = max(manifest.generation, other.manifest.generation)
    manifest.storesText = manifest.storesText && other.manifest.storesText
    manifestByteCount += other.manifestByteCount
    manifestByteCount += other.manifest.fileTable?.seal.byteCount ?? 0
  }
}
