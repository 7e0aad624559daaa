import Index

/// Reads a file of synonyms.
///
/// - Throws: ``CommandError`` that names the file, and the line that makes no sense.
func readSynonyms(_ path: String) throws(CommandError) -> Synonyms {
  switch pathKind(path) {
  case .file: break
  case .missing: throw CommandError("cannot read \(path): there is no such file")
  case .unreachable(let number): throw CommandError("cannot read \(path): \(errorText(number))")
  case .folder, .other: throw CommandError("cannot read \(path): not a file")
  }
  let bytes = try readWhole(path)
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw CommandError("\(path): not UTF-8")
  }
  do throws(Synonyms.SyntaxError) {
    return try Synonyms(parsing: text)
  } catch {
    throw CommandError("\(path): \(error)")
  }
}
