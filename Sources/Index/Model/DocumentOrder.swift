/// In which order ``IndexWriter/optimize(_:)`` puts documents.
public enum DocumentOrder: Sendable {
  /// As they came. Equal scores are shown in this order.
  case arrival
  /// Documents of the same terms side by side, which makes the index smaller and queries faster.
  case similarity
}
