/// What scoring must know of a field in the whole collection.
struct FieldStatistics: Sendable, Equatable {
  /// How many documents have the field.
  var documentCount: UInt64 = 0
  /// Their exact lengths, added up.
  var totalLength: UInt64 = 0

  /// 1 where there is nothing to average.
  var averageLength: Float {
    documentCount == 0 || totalLength == 0
      ? 1 : Float(Double(totalLength) / Double(documentCount))
  }
}
