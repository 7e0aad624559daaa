/// What ``SearchIndex/check(isFull:)`` found.
public struct CheckReport: Sendable, Equatable {
  /// What kind of thing is wrong: stable names for programs. None is ever renamed or used again.
  public enum Code: String, Sendable, CaseIterable {
    /// A file or folder could not be read, which says nothing about its state.
    case unreadable
    /// A file that a commit names is not there, or a commit that was made is not.
    case missing
    /// A file is of a format that came after this program.
    case formatTooNew = "format-too-new"
    /// A file is of a format that this program no longer reads.
    case formatTooOld = "format-too-old"
    /// Bytes of a file are not those that were written.
    case checksum
    /// The frame of a file makes no sense: header, footer, table or sections.
    case structure
    /// What a commit says of itself makes no sense.
    case manifest
    /// The list of deleted documents makes no sense, or is shorter than an older commit's.
    case deletes
    /// The dictionary is out of order, or does not find its terms.
    case terms
    /// Documents, frequencies or positions of a term make no sense, or do not add up.
    case postings
    /// What bounds the scores of a block or of a group of blocks is not what its documents come to.
    case impacts
    /// Lengths of documents do not add up, or do not agree with their words.
    case lengths
    /// Where words begin does not agree with how many there are.
    case borders
    /// Which words stand side by side is not what their postings say.
    case neighbours
    /// Keys and their order do not agree.
    case keys
    /// A key belongs to two live documents.
    case duplicateKey = "duplicate-key"
    /// The typed values of documents are not in the form that they come to.
    case values
    /// The stored text cannot be read, or is not that of all documents.
    case store
    /// The stored text holds other words than the index has of it.
    case text
    /// The map from folded forms to words is not that of the words.
    case folds
    /// The table of files makes no sense, or does not agree with the documents.
    case fileTable = "file-table"
  }

  /// One finding.
  public struct Problem: Sendable, Equatable, CustomStringConvertible {
    /// What kind of thing is wrong.
    public var code: Code
    /// The file.
    public var file: String
    /// The byte of the file where it shows; nil if it is not at one place.
    public var offset: Int?
    /// What is wrong, expected and found.
    public var message: String

    /// Creates a finding.
    public init(_ code: Code, file: String, offset: Int? = nil, _ message: String) {
      self.code = code
      self.file = file
      self.offset = offset
      self.message = message
    }

    /// The finding as one line.
    public var description: String {
      let place = offset.map { "byte \($0): " } ?? ""
      return "\(file): \(place)\(message) (\(code.rawValue))"
    }

    /// What an error says, as a finding; errors about bytes are of the kind that is given.
    init(_ error: IndexError, _ code: Code, file: String) {
      switch error {
      case .corrupt(let file, let offset, let what):
        let isBlock = what.hasPrefix(SealedFile.badBlock)
        self.init(isBlock ? .checksum : code, file: file, offset: offset, what)
      case .formatTooNew(let file, let found, let supported):
        self.init(
          .formatTooNew, file: file,
          "format version \(found), this program reads up to \(supported)")
      case .formatTooOld(let file, let found, let supported):
        self.init(
          .formatTooOld, file: file,
          "format version \(found), this program reads version \(supported)")
      case .io(_, let path, errno: 2):
        self.init(.missing, file: path, "file is missing")
      default:
        self.init(.unreadable, file: file, error.description)
      }
    }
  }

  /// The problems, in the order in which they were found; empty when the index is sound.
  public var problems: [Problem] = []
  /// What was not checked, and why, a line each.
  public var notes: [String] = []
  /// Commits that were checked: the newest and those kept before it.
  public var generations: [UInt64] = []
  /// Files that were read.
  public var fileCount = 0
  /// Bytes that were read.
  public var byteCount = 0
  /// Segments that were read.
  public var segmentCount = 0
  /// Documents in them, deleted ones included.
  public var documentCount = 0
  /// Terms in them.
  public var termCount = 0
  /// Pairs of term and document.
  public var postingCount: UInt64 = 0
  /// Positions of terms in documents.
  public var positionCount: UInt64 = 0
  /// Documents whose stored text was compared with what the index has of it.
  public var comparedDocumentCount = 0
  /// Files in the folder that the index does not know; they are left alone.
  public var unknownFiles: [String] = []
}
