import Index

// From an empty package to ranked answers in two languages: the code of GettingStarted.md.

struct Article: IndexableDocument {
  var id: String
  var title: String
  var body: String
  var tags: [String]
}

let articles = [
  Article(id: "en", title: "Chips", body: "Japan subsidises chip makers.", tags: ["economy"]),
  Article(id: "zh", title: "芯片", body: "日本经济产业省将为芯片企业提供补贴。", tags: ["economy", "日本"]),
  Article(id: "ja", title: "半導体", body: "政府は半導体の製造を支援する。", tags: ["日本"]),
]

let index = try SearchIndex.openOrCreate(at: CommandLine.arguments[1])
let writer = try index.makeWriter()
for article in articles { try writer.add(article) }
try writer.commit()

let snapshot = try index.snapshot()
for question in ["chip 芯片", "半導体の製造", "tags:日本 -半導体"] {
  let query = try snapshot.parse(question)
  for hit in try snapshot.search(query, limit: 10).hits {
    let article = try snapshot.decode(Article.self, for: hit)
    let snippet = try snapshot.snippet(for: hit, query: query)
    print(question, hit.key, article?.title ?? "", snippet?.text ?? "", separator: " | ")
  }
}

let economy = try snapshot.query(
  .all(.field("tags", "economy"), .any("补贴", .prefix("subsid")), .not("半導体")))
for hit in try snapshot.search(economy).hits { print("economy", hit.key, separator: " | ") }

let synonyms = try Synonyms(parsing: "chip, 半導体, 芯片")
for hit in try snapshot.search("chip", synonyms: synonyms).hits {
  print("synonyms", hit.key, separator: " | ")
}

for try await hit in snapshot.hits(for: "日本", within: .seconds(5)) {
  print("async", hit.key, separator: " | ")
}
