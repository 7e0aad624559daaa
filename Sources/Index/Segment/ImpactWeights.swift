/// The weights of ``ImpactScale`` for one term after another, which are the same for many.
struct ImpactWeights {
  /// For each length on the one-byte scale what a frequency is multiplied by: 1 / (1 + s · length /
  /// average).
  static func weights(of kind: ImpactKind, averageLength: Float) -> [Float] {
    let slope = kind.slope / averageLength
    return FieldLengths.decoded.map { 1 / (1 + slope * Float($0)) }
  }

  private let averageLengths: [FieldID: Float]
  private var field: FieldID?
  private var kind = ImpactKind.words
  private var weights: [Float] = []

  init(_ columns: [FieldID: FieldLengthColumn]) {
    averageLengths = columns.mapValues(\.averageLength)
  }

  init(_ info: SegmentInfo) {
    var averageLengths: [FieldID: Float] = [:]
    for field in info.fields { averageLengths[field.field] = info.averageLength(of: field.field) }
    self.averageLengths = averageLengths
  }

  /// The weights for a term.
  mutating func weights(for key: TermKey) -> [Float] {
    let kind = ImpactKind(key.kind)
    if key.field == field, kind == self.kind { return weights }
    (field, self.kind) = (key.field, kind)
    weights = Self.weights(of: kind, averageLength: averageLengths[key.field] ?? 1)
    return weights
  }
}
