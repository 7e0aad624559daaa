internal import Tokenizer

/// What speaks for a document, beyond that it holds what was typed.
extension PartAnalyzer {
  /// The run, if it is one word, or two characters that were cut apart: what every document holds
  /// that matches.
  func loneWord(_ runs: [ArraySlice<Word>]) -> Query? {
    guard runs.count == 1, let first = runs[0].first, first.isSpelled else { return nil }
    let characterCount = runs[0].reduce(0) { $0 + $1.characters.count }
    let isWord = runs[0].count == 1 && characterCount > 1 && first.token.script != .hangul
    return isWord || (runs[0].count == 2 && characterCount == 2) ? unit(runs[0]) : nil
  }

  func evidence(_ run: ArraySlice<Word>) -> [Evidence] {
    guard let first = run.first, !isPlain else { return [] }
    if first.isSpelled {
      return verbatim(run)
        + run.flatMap { word in
          word.token.script == .hangul ? hangulEvidence(word) : spelledEvidence(word)
        }
        + borderPairs(of: run).map {
          Evidence(query: $0, weight: EvidenceWeights.borderPairAgain)
        }
    }
    var evidence: [Evidence] = []
    var weight: Float = 1
    if run.count > 1 {
      let isName = isName(run)
      evidence.append(
        Evidence(
          query: joined(run),
          weight: isName ? EvidenceWeights.name : EvidenceWeights.joinedWords))
      if isName { weight = EvidenceWeights.nameWord }
    }
    for word in run {
      self.word(word).forEachLeaf { evidence.append(Evidence(query: $0, weight: weight)) }
      evidence.append(place(of: word))
    }
    return evidence
  }

  /// A short run of several words as it was typed, so that its own spelling comes first.
  private func verbatim(_ run: ArraySlice<Word>) -> [Evidence] {
    guard run.count > 1, case .sequence(var sequence) = sequence(run),
      sequence.places.count <= Self.longestVerbatim
    else { return [] }
    sequence.isVerbatim = true
    return [Evidence(query: .sequence(sequence), weight: EvidenceWeights.verbatim)]
  }

  private static let longestVerbatim = 12

  private func place(of word: Word) -> Evidence {
    Evidence(query: plainWord(word.term, word.token.script), weight: 1, counting: .places)
  }

  private func spelledEvidence(_ word: Word) -> [Evidence] {
    typealias Weights = EvidenceWeights
    let whole = sequence([word])
    let place = Evidence(query: whole, weight: 1, counting: .places)
    if word.characters.count < 2 {
      let weight = Weights.singleCharacterWord + Weights.character
      return [place, Evidence(query: whole, weight: weight)]
    }
    var evidence = characters(word, weight: Weights.character)
    evidence.append(place)
    evidence.append(Evidence(query: whole, weight: Weights.stretchAgain))
    evidence.append(Evidence(query: whole, weight: Weights.alignedWord, counting: .words))
    if word.characters.count > 2 {
      evidence += pairs(of: [word]).map { Evidence(query: $0, weight: Weights.innerPair) }
    }
    return evidence
  }

  private func hangulEvidence(_ word: Word) -> [Evidence] {
    typealias Weights = EvidenceWeights
    let whole = sequence([word])
    var evidence = characters(word, weight: Weights.syllable)
    let pairs = word.characters.count < 3 ? [whole] : pairs(of: [word])
    for pair in pairs {
      evidence.append(Evidence(query: pair, weight: 1, counting: .places))
      if word.characters.count > 2 {
        evidence.append(Evidence(query: pair, weight: Weights.syllablePair))
      }
    }
    let isShort = word.characters.count < 3
    evidence.append(
      Evidence(query: whole, weight: Weights.spacedUnit + (isShort ? Weights.twoSyllables : 0)))
    return evidence
  }

  private func characters(_ word: Word, weight: Float) -> [Evidence] {
    word.characters.map {
      Evidence(query: sequence([$0], script: word.token.script), weight: weight)
    }
  }

  func evidence(ofPhrase query: Query) -> [Evidence] {
    isPlain ? [] : [Evidence(query: query, weight: 1, counting: .tiers)]
  }
}
