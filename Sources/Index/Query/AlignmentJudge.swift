/// How the occurrences of a sequence lie to the words of a document.
struct AlignmentJudge {
  private var borders: BordersCursor?
  private let sequence: SequenceQuery

  init(_ sequence: SequenceQuery, _ open: OpenSegment) {
    borders = open.reader.borders.map { BordersCursor($0) }
    self.sequence = sequence
  }

  /// How much the best occurrence counts.
  mutating func tier(
    _ starts: [SequenceStart], _ document: DocID
  ) throws(IndexError) -> Float {
    let hasBorders = try borders?.move(to: document) == true
    return Self.tier(starts, sequence, hasBorders ? borders?.current : nil)
  }

  /// How much the best occurrence counts, where words begin as given; nil stands for a document that
  /// has no words of such scripts.
  static func tier(
    _ starts: [SequenceStart], _ sequence: SequenceQuery, _ words: DocumentBorders?
  ) -> Float {
    guard let words else { return 1 }
    var best = WordAlignment.across
    for start in starts {
      best = min(best, words.alignment(from: start.position, to: start.position + sequence.width))
      if best == .word { break }
    }
    return EvidenceWeights.tier(best, isHangul: sequence.isHangul)
  }

  /// How often it is a word.
  static func wordFrequency(
    _ starts: [SequenceStart], _ sequence: SequenceQuery, _ words: DocumentBorders?
  ) -> Float {
    guard let words else { return starts.weights().frequency }
    var frequency: Float = 0
    for start in starts
    where words.alignment(from: start.position, to: start.position + sequence.width) == .word {
      frequency += start.weight
    }
    return frequency
  }
}
