/// What the dictionary knows of a term.
struct TermInfo: Equatable, Sendable {
  /// The field it is of.
  var field = FieldID.text
  /// How many documents hold it, deleted ones included until they are merged away.
  var documentFrequency: UInt32 = 0
  /// How often it occurs in all of them.
  var totalFrequency: UInt64 = 0
  /// Whether there are positions for each occurrence.
  var keepsPositions = false
  /// How its impacts are to be taken.
  var impactKind = ImpactKind.words
  /// The document of a term that is in no other.
  var onlyDocument: UInt32 = 0
  /// The position of a term that occurs once, if it keeps any.
  var onlyPosition: UInt32 = 0
  /// Where its postings begin in the section `postings`.
  var postingsOffset = 0
  /// Their length in bytes. 0 if everything is above.
  var postingsByteCount = 0
}
