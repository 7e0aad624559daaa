import Foundation
import Index

// Searches the pages of a static site, section by section.
//
//     SiteSearch build SITE INDEX     indexes the .md and .html files below SITE
//     SiteSearch ask INDEX QUERY      a line for each section: its address, its heading, a passage in HTML

let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "build" where arguments.count == 4: try build(arguments[2], arguments[3])
case "ask" where arguments.count == 4: try await ask(arguments[2], arguments[3])
default:
  print("usage: SiteSearch build SITE INDEX | ask INDEX QUERY")
  exit(2)
}

/// Makes the index anew, optimised, since nothing is added to it any more.
func build(_ site: String, _ folder: String) throws {
  try? FileManager.default.removeItem(atPath: folder)
  let index = try SearchIndex.openOrCreate(at: folder)
  let writer = try index.makeWriter(memoryBudget: 64 << 20, threadCount: 2)
  let paths = try FileManager.default.subpathsOfDirectory(atPath: site).sorted()
  for path in paths where path.hasSuffix(".md") || path.hasSuffix(".html") {
    let text = try String(contentsOfFile: "\(site)/\(path)", encoding: .utf8)
    let plain = path.hasSuffix(".html") ? markdown(ofHTML: text) : text
    for section in sections(of: plain) {
      let name = path.split(separator: ".").dropLast().joined(separator: ".")
      try writer.add(
        Document(
          key: "/\(name)\(section.anchor)", title: section.heading, body: section.text,
          fields: [Document.Field("page", path, isSearchedByDefault: false)]))
    }
  }
  try writer.optimize(.similarity)
  print("\(try writer.commit().documentCount) sections")
}

/// Answers a query.
func ask(_ folder: String, _ text: String) async throws {
  let snapshot = try SearchIndex.open(at: folder).snapshot()
  let synonyms = try Synonyms(parsing: "install, setup, 安装\n")
  let query = try snapshot.parse(text, synonyms: synonyms)
  for try await hit in snapshot.hits(for: query, pageSize: 10, within: .seconds(2)) {
    guard let snippet = try snapshot.snippet(for: hit, query: query, width: 80) else { continue }
    print(hit.key, escaped(snippet.title), html(snippet), separator: " | ")
  }
}

/// A passage with its matches marked.
func html(_ snippet: Snippet) -> String {
  var result = ""
  var end = snippet.text.startIndex
  for range in snippet.ranges {
    result += escaped(snippet.text[end..<range.lowerBound])
    result += "<mark>\(escaped(snippet.text[range]))</mark>"
    end = range.upperBound
  }
  return result + escaped(snippet.text[end...])
}

func escaped(_ text: some StringProtocol) -> String {
  text.split(whereSeparator: \.isNewline).joined(separator: " ")
    .replacing("&", with: "&amp;").replacing("<", with: "&lt;")
}

/// The sections of a page: what stands below a heading, and the address of each.
func sections(of text: String) -> [(anchor: String, heading: String, text: String)] {
  var sections: [(anchor: String, heading: String, text: String)] = []
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    guard line.hasPrefix("#") else {
      if sections.isEmpty { sections.append(("", "", "")) }
      sections[sections.count - 1].text += line + "\n"
      continue
    }
    let heading = line.drop { $0 == "#" || $0 == " " }
    let words = heading.lowercased().split { !$0.isLetter && !$0.isNumber }
    let anchor = sections.isEmpty ? "" : "#" + words.joined(separator: "-")
    sections.append((anchor, String(heading), ""))
  }
  return sections.filter { !$0.heading.isEmpty || $0.text.contains { !$0.isWhitespace } }
}

/// The text of a simple page: tags taken out, headings kept as headings.
func markdown(ofHTML html: String) -> String {
  html.replacing(/<h[1-6][^>]*>/, with: "\n# ").replacing(/<\/(h[1-6]|p|li)>/, with: "\n")
    .replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing("&amp;", with: "&")
}
