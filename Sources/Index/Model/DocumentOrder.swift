/// In which order ``IndexWriter/optimize(_:)`` puts documents.
public enum DocumentOrder: Sendable {
  /// As they came. Equal scores are shown in this order.
  case arrival
  /// Documents of the same terms side by side, which makes lists shorter and queries faster; keys may take
  /// more. Where neighbours seem to be alike already they stay as they came.
  case similarity
}
