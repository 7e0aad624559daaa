/// What a sequence was found to be in one segment.
struct SequencePostings {
  /// The documents, ascending.
  var documents: [DocID] = []
  /// For each document how often it stands there, in units of its best occurrence.
  var frequencies: [Float] = []
  /// For each document how much its best occurrence counts, at most 1.
  var weights: [Float] = []
}

/// Documents that hold a sequence, found beforehand, since its score needs to know how many there
/// are.
final class SequenceMatcher: Matcher {
  private let postings: SequencePostings
  private let weight: Float
  private let norms: Norms
  private var index = 0

  init(_ postings: SequencePostings, weight: Float, norms: Norms) {
    self.postings = postings
    self.weight = weight
    self.norms = norms
    super.init()
    update()
  }

  override var cost: UInt64 { UInt64(postings.documents.count) }

  override func advance() throws(IndexError) {
    index += 1
    update()
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    var low = index
    var high = postings.documents.count
    while low < high {
      let middle = (low + high) / 2
      if postings.documents[middle] < target { low = middle + 1 } else { high = middle }
    }
    index = low
    update()
  }

  override func frequency() throws(IndexError) -> Float {
    postings.frequencies[index]
  }

  override func heaviestWeight() -> Float { postings.weights[index] }

  override func score(frequency: Float) -> Float {
    BM25.score(weight: weight, frequency: frequency, inverseNorm: norms[document])
  }

  override func score() throws(IndexError) -> Float {
    postings.weights[index]
      * BM25.score(
        weight: weight, frequency: postings.frequencies[index], inverseNorm: norms[document])
  }

  private func update() {
    document = index < postings.documents.count ? postings.documents[index] : .end
  }
}
