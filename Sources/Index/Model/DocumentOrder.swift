/// In which order ``IndexWriter/optimize(_:)`` puts documents.
public enum DocumentOrder: Sendable {
  /// As they came. Equal scores are shown in this order.
  case arrival
  /// Documents of the same terms side by side, which makes the index smaller and queries faster. Where that is
  /// not so, since neighbours are alike already, they stay as they came.
  case similarity
}
