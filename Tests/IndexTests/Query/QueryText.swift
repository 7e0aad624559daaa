@testable import Index

/// A query as a line: terms and words as they are, any (a | b), all (a & b), phrases "a@0 b@1", minus,
/// stretches of characters with dots between, patterns as typed, fields in front, near{a b, distance}.
enum QueryText {
  static func of(_ query: Query) -> String {
    switch query {
    case .nothing: "-"
    case .everything(let boost): "*" + suffix(boost)
    case .condition(let filter): filter.description
    case .term(let key, let boost): field(key.field) + key.term + suffix(boost)
    case .word(let word):
      field(word.field) + String(decoding: word.term, as: UTF8.self) + suffix(word.boost)
    case .synonyms(let terms, _), .forms(let terms, _): terms.map(\.key.term).joined(separator: "=")
    case .sequence(let sequence): of(sequence) + suffix(sequence.boost)
    case .phrase(let terms):
      field(terms[0].key.field) + "\""
        + terms.map { "\($0.key.term)@\($0.offset)" }.joined(separator: " ") + "\""
    case .pattern(let pattern): field(pattern.field) + pattern.label + suffix(pattern.boost)
    case .near(let near):
      (near.isOrdered ? "order{" : "near{")
        + near.parts.indices.map { of(near.query(ofPart: $0)) }.joined(separator: " ")
        + ", \(near.distance)}" + suffix(near.boost)
    case .constant(let query, let score): of(query) + "^=" + number(score)
    case .atLeast(let count, let queries):
      "\(count) of (" + queries.map(of).joined(separator: " | ") + ")"
    case .any(let queries): "(" + queries.map(of).joined(separator: " | ") + ")"
    case .all(let queries): "(" + queries.map(of).joined(separator: " & ") + ")"
    // What a sign does not take away is not shown with each.
    case .excluding(let excluded, .verbatim): of(excluded)
    case .verbatim(let query, _): "as typed \(of(query))"
    case .excluding(let included, let excluded): "(\(of(included)) - \(of(excluded)))"
    }
  }

  private static func of(_ sequence: SequenceQuery) -> String {
    var text = sequence.places.first?.terms.first.map { field($0.key.field) } ?? ""
    var next: UInt32 = 0
    for place in sequence.places {
      while next < place.offset {
        text += next == 0 ? "?" : "·?"
        next += 1
      }
      text += (next == 0 ? "" : "·") + place.terms.map(\.key.term).joined(separator: "=")
      next += 1
    }
    return text
  }

  private static func field(_ field: FieldID) -> String {
    field == .text ? "" : "\(field.rawValue):"
  }

  private static func suffix(_ boost: Float) -> String { boost == 1 ? "" : "^" + number(boost) }

  private static func number(_ value: Float) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }
}
