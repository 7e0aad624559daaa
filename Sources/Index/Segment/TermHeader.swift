/// Field, kind, and whether positions are kept, in one integer.
enum TermHeader {
  /// Set for terms that keep positions.
  static let keepsPositions: UInt32 = 1 << 24

  static func make(_ field: FieldID, _ kind: TermKind) -> UInt32 {
    UInt32(field.rawValue) << 8 | UInt32(kind.rawValue) | (kind.keepsPositions ? keepsPositions : 0)
  }

  /// The first bytes of a key, in its order.
  static func key(_ header: UInt32) -> UInt32 { header & (keepsPositions - 1) }
}
