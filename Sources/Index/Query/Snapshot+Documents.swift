extension Snapshot {
  /// The live document of a key; nil if there is none.
  ///
  /// - Parameter member: which of the snapshots that were joined is asked; nil for all, of which the
  ///   last that has the key answers.
  public func address(
    ofKey key: String, inMember member: Int? = nil
  ) throws(IndexError) -> DocumentAddress? {
    for number in segmentNumbers(ofMember: member).reversed() {
      let segment = state.segments[number]
      for document in try segment.reader.keys.documents(of: Array(key.utf8)).reversed()
      where segment.live.isLive(document) {
        return DocumentAddress(segment: number, document: document)
      }
    }
    return nil
  }

  /// The live documents whose keys end so, at most `limit` of them.
  ///
  /// - Parameter member: which of the snapshots that were joined is asked; nil for all.
  /// - Complexity: O(number of documents).
  public func addresses(
    ofKeysEndingIn suffix: String, limit: Int, inMember member: Int? = nil
  ) throws(IndexError) -> [DocumentAddress] {
    let suffix = Array(suffix.utf8)
    var found: [DocumentAddress] = []
    for number in segmentNumbers(ofMember: member) {
      let segment = state.segments[number]
      for document in 0..<segment.reader.documentCount where found.count < limit {
        let document = DocID(document)
        guard segment.live.isLive(document),
          try segment.reader.keys.key(of: document).suffix(suffix.count).elementsEqual(suffix)
        else { continue }
        found.append(DocumentAddress(segment: number, document: document))
      }
    }
    return found
  }

  /// The key of a document.
  ///
  /// - Precondition: the address comes from this snapshot.
  public func key(at address: DocumentAddress) throws(IndexError) -> String {
    let key = try state.segments[address.segment].reader.keys.key(of: address.document)
    return String(decoding: key, as: UTF8.self)
  }

  /// The stored document; nil when the index stores no text.
  ///
  /// - Precondition: the address comes from this snapshot.
  public func document(at address: DocumentAddress) throws(IndexError) -> Document? {
    try document(for: Hit(score: 0, key: try key(at: address), address: address))
  }

  /// Whether a document is among all that match a query, however many that are. Only that document
  /// is looked at.
  ///
  /// - Precondition: the address comes from this snapshot.
  public func matches(
    _ query: ParsedQuery, _ address: DocumentAddress
  ) throws(IndexError) -> Bool {
    try matches([query], address)[0]
  }

  /// Whether a document is among all that match each of some queries; cheaper than one by one.
  ///
  /// - Precondition: the address comes from this snapshot.
  public func matches(
    _ queries: [ParsedQuery], _ address: DocumentAddress
  ) throws(IndexError) -> [Bool] {
    let matcher = DocumentMatcher(address, state.segments, QueryExpander(state.segments))
    var result: [Bool] = []
    for query in queries { result.append(try matcher.matches(query.query)) }
    return result
  }
}
