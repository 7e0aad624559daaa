/// The names that mean something before a colon in a query.
struct QueryNames: Sendable {
  /// The text fields.
  var schema = Schema()
  /// The typed values.
  var values = ValueSchema.none
  /// What text behind a name of values means, if it means something of its own.
  var condition: ConditionReader?

  /// Those of both; fields keep their numbers.
  func adding(_ other: QueryNames) -> QueryNames {
    var names = QueryNames(
      schema: schema, values: values.adding(other.values), condition: other.condition ?? condition)
    for name in other.schema.names { _ = names.schema.addField(named: name) }
    return names
  }
}

/// Says what text behind a name of values means; nil for what it means as ever.
///
/// It is told the name, the text, and whether that stood in quotation marks.
package typealias ConditionReader = @Sendable (String, String, Bool) -> Filter?
