/// What a recall audit came to: of the substrings of sampled documents, how many find the document
/// that they were taken from.
public struct RecallReport: Sendable, Equatable {
  /// How a substring is asked.
  public enum Form: String, Sendable, CaseIterable {
    /// In quotation marks.
    case quoted
    /// As it is, any word of it.
    case any
    /// As it is, all words of it.
    case all
  }

  /// The figures of a script.
  public struct Row: Sendable, Equatable {
    /// The script.
    public var group: RecallGroup
    /// Sampled documents that have some of it.
    public var documentCount = 0
    /// Substrings that were asked, each in every ``Form``.
    public var substringCount = 0
    /// For each form, in the order of its cases, how many found their document.
    public var foundCounts = Form.allCases.map { _ in 0 }

    /// How many questions were asked.
    public var askedCount: Int { substringCount * Form.allCases.count }
    /// How many were answered.
    public var foundCount: Int { foundCounts.reduce(0, +) }
    /// The share that was answered; 1 if nothing was asked.
    public var recall: Double {
      askedCount == 0 ? 1 : Double(foundCount) / Double(askedCount)
    }
  }

  /// A question that did not find its document.
  public struct Failure: Sendable, Equatable {
    /// The document's key.
    public var key: String
    /// The script it was counted under.
    public var group: RecallGroup
    /// What was asked, as a user would type it.
    public var query: String
    /// How it was asked.
    public var form: Form
    /// The terms of the query.
    public var queryTerms: [String]
    /// Where the text has it: `title`, `body`, or the name of a field.
    public var field: String
    /// The bytes of that text.
    public var range: Range<Int>
    /// What stands there.
    public var text: String
    /// The terms of the text there.
    public var textTerms: [String]
  }

  /// The most failures that are kept.
  public static let keptFailureCount = 100

  /// What the sampling began with: the same seed asks the same.
  public var seed: UInt64
  /// Live documents.
  public var documentCount: Int
  /// Documents that were sampled.
  public var sampledCount = 0
  /// The figures of each script that was met.
  public var rows: [Row] = []
  /// The first failures.
  public var failures: [Failure] = []

  /// How many substrings were asked.
  public var substringCount: Int { rows.reduce(0) { $0 + $1.substringCount } }
  /// How many questions were asked.
  public var askedCount: Int { rows.reduce(0) { $0 + $1.askedCount } }
  /// How many were answered.
  public var foundCount: Int { rows.reduce(0) { $0 + $1.foundCount } }
  /// The share that was answered; 1 if nothing was asked.
  public var recall: Double {
    askedCount == 0 ? 1 : Double(foundCount) / Double(askedCount)
  }
}
