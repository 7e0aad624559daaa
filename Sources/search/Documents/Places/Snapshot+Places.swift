import Index

extension Snapshot {
  /// Where the text of a hit stands in its file; nil where the index keeps no texts, or knew no places
  /// when the document was indexed.
  func placeMap(for hit: Hit) throws(IndexError) -> PlacedDocument? {
    try placeMap(at: hit.address)
  }

  /// Where the text of a document stands in its file.
  func placeMap(at address: DocumentAddress) throws(IndexError) -> PlacedDocument? {
    guard let document = try document(at: address) else { return nil }
    return PlacedDocument(title: document.title, body: document.body, note: document.note)
  }
}
