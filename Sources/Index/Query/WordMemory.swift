internal import Synchronization
internal import Tokenizer

/// What was found out about words of a snapshot and will be the same when they are asked for again:
/// their stems, and the words that share them, for which a dictionary is walked through and hundreds
/// of words are stemmed.
final class WordMemory: Sendable {
  /// Where there are more, all are forgotten: some megabytes.
  private static let maximumKeyCount = 1 << 15

  private struct Contents {
    var languages: [ScriptClass: [StemmingLanguage]] = [:]
    // Few, and compared one by one, which is cheaper than hashing them.
    var fields: [(field: FieldID, hasCharacters: Bool)] = []
    var stems: [WordQuery: [Query.WeightedKey]] = [:]
    var families: [FoldLevels: [WordQuery: [Query.WeightedKey]]] = [:]
    var keyCount = 0

    /// Makes room for so many keys, and the word they are of.
    mutating func reserve(_ count: Int) {
      keyCount += count + 1
      guard keyCount > WordMemory.maximumKeyCount else { return }
      stems = [:]
      families = [:]
      keyCount = count + 1
    }
  }

  private let contents = Mutex(Contents())

  /// The languages of a script in which words of the index were stemmed, if known.
  func languages(of script: ScriptClass) -> [StemmingLanguage]? {
    contents.withLock { $0.languages[script] }
  }

  func note(_ languages: [StemmingLanguage], of script: ScriptClass) {
    contents.withLock { $0.languages[script] = languages }
  }

  /// Whether a field has characters in any document, if known.
  func hasCharacters(_ field: FieldID) -> Bool? {
    contents.withLock { contents in
      for known in contents.fields where known.field == field { return known.hasCharacters }
      return nil
    }
  }

  func note(hasCharacters: Bool, in field: FieldID) {
    contents.withLock { $0.fields.append((field, hasCharacters)) }
  }

  /// The stems of a word, if known.
  func stems(of word: WordQuery) -> [Query.WeightedKey]? {
    contents.withLock { $0.stems[word] }
  }

  func note(_ stems: [Query.WeightedKey], of word: WordQuery) {
    contents.withLock {
      $0.reserve(stems.count)
      $0.stems[word] = stems
    }
  }

  /// The words that have the same stem as a word, or are another form of it, if known.
  func family(of word: WordQuery, _ fold: FoldLevels) -> [Query.WeightedKey]? {
    contents.withLock { $0.families[fold]?[word] }
  }

  func note(_ family: [Query.WeightedKey], of word: WordQuery, _ fold: FoldLevels) {
    contents.withLock {
      $0.reserve(family.count)
      $0.families[fold, default: [:]][word] = family
    }
  }
}
