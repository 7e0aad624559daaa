/// A query that a program puts together, beside the language that people type.
///
/// ```swift
/// let query = try snapshot.query(
///   .all("半导体", .phrase("to be"), .field("lang", "zh"), .not("car")))
/// let hits = try snapshot.search(query).hits
/// ```
///
/// Its words are text and never operators or patterns, so that nothing has to be escaped; what somebody has
/// typed is a clause too, ``typed(_:)``. A text literal is ``words(_:)``. Its ``description`` is the same
/// query in the language of <doc:QueryLanguage>.
public struct QueryClause: Sendable, Hashable, ExpressibleByStringLiteral {
  /// What a clause is.
  indirect enum Node: Sendable, Hashable {
    case words(String)
    case phrase(String, within: Int?)
    case pattern(String)
    case similar(String, edits: Int?)
    case near([String], within: Int)
    case typed(String)
    case everything
    case all([QueryClause])
    case any([QueryClause])
    case atLeast(Int, [QueryClause])
    case not(QueryClause)
    case required(QueryClause)
    case field(String, QueryClause)
    case weighted(QueryClause, Float, isConstant: Bool)
  }

  let node: Node

  private init(_ node: Node) { self.node = node }

  /// The words of a text; see ``words(_:)``.
  public init(stringLiteral value: String) { self.init(.words(value)) }

  // MARK: - Words

  /// The words of a text. Whether all of them must be there is up to the ``MatchMode``.
  public static func words(_ text: String) -> QueryClause { QueryClause(.words(text)) }

  /// The words of a text side by side, as `"to be"` is typed.
  ///
  /// - Parameter distance: how many places may lie between them altogether, as in `"to be"~2`; nil for none.
  public static func phrase(_ text: String, within distance: Int? = nil) -> QueryClause {
    QueryClause(.phrase(text, within: distance))
  }

  /// Words that begin so, as `semi*` is typed.
  public static func prefix(_ beginning: String) -> QueryClause {
    QueryClause(.pattern(beginning + "*"))
  }

  /// Words that look so, as `s?mi*` is typed.
  public static func pattern(_ pattern: String) -> QueryClause { QueryClause(.pattern(pattern)) }

  /// Words that differ by a few letters, as `semicondutcor~` is typed.
  ///
  /// - Parameter edits: by how many, at most 2; nil for as many as suit the word's length.
  public static func similar(_ word: String, edits: Int? = nil) -> QueryClause {
    QueryClause(.similar(word, edits: edits))
  }

  /// Texts that stand near each other in any order, as `NEAR(one "two three", 5)` is typed.
  public static func near(_ texts: [String], within distance: Int = 10) -> QueryClause {
    QueryClause(.near(texts, within: distance))
  }

  /// What somebody has typed, read leniently. (A sign takes away every document with its word, also those in
  /// which it stands as typed, which ``Snapshot/parse(_:matching:fold:syntax:synonyms:)`` leaves.)
  public static func typed(_ text: String) -> QueryClause { QueryClause(.typed(text)) }

  /// Every document, as `*` is typed.
  public static var everything: QueryClause { QueryClause(.everything) }

  // MARK: - Joins

  /// Documents that match every clause, as `a AND b` is typed; without those of ``not(_:)`` among them.
  public static func all(_ clauses: QueryClause...) -> QueryClause { QueryClause(.all(clauses)) }

  /// The same of a list.
  public static func all(_ clauses: [QueryClause]) -> QueryClause { QueryClause(.all(clauses)) }

  /// Documents that match any clause, as `a OR b` is typed; without those of ``not(_:)`` among them.
  public static func any(_ clauses: QueryClause...) -> QueryClause { QueryClause(.any(clauses)) }

  /// The same of a list.
  public static func any(_ clauses: [QueryClause]) -> QueryClause { QueryClause(.any(clauses)) }

  /// Documents that match so many of the clauses, as `(a b c)@2` is typed.
  public static func atLeast(_ count: Int, of clauses: [QueryClause]) -> QueryClause {
    QueryClause(.atLeast(count, clauses))
  }

  /// Takes documents away from those of the clauses beside it, as `NOT a` is typed. By itself it matches
  /// nothing; ``everything`` may stand beside it.
  public static func not(_ clause: QueryClause) -> QueryClause { QueryClause(.not(clause)) }

  /// Must match, whatever else would do; the other clauses of its ``any(_:)-(QueryClause...)`` only add to
  /// the score. As `+a` is typed.
  public static func required(_ clause: QueryClause) -> QueryClause {
    QueryClause(.required(clause))
  }

  /// Matches in the field of that name, as `title:a` is typed.
  public static func field(_ name: String, _ clause: QueryClause) -> QueryClause {
    QueryClause(.field(name, clause))
  }

  // MARK: - Weights

  /// Counts so many times as much, as `a^2` is typed.
  ///
  /// - Parameter factor: above 0 and at most 1,000,000.
  public func boosted(by factor: Float) -> QueryClause {
    QueryClause(.weighted(self, factor, isConstant: false))
  }

  /// Every document scores this and nothing else, as `a^=2` is typed.
  ///
  /// - Parameter score: above 0 and at most 1,000,000.
  public func scored(_ score: Float) -> QueryClause {
    QueryClause(.weighted(self, score, isConstant: true))
  }
}
