import Index

// An index in the folder that is given, three documents in three languages, two questions.
let index = try SearchIndex.openOrCreate(at: CommandLine.arguments[1])
let writer = try index.makeWriter()
try writer.add(Document(key: "en", title: "Chips", body: "Japan subsidises chip makers."))
try writer.add(Document(key: "zh", title: "芯片", body: "日本经济产业省将为芯片企业提供补贴。"))
try writer.add(Document(key: "ja", title: "半導体", body: "政府は半導体の製造を支援する。"))
try writer.commit()

let snapshot = try index.snapshot()
for question in ["chip 芯片", "半導体の製造"] {
  let query = try snapshot.parse(question)
  for hit in try snapshot.search(query, limit: 10).hits {
    let snippet = try snapshot.snippet(for: hit, query: query)
    print(question, hit.key, snippet?.title ?? "", snippet?.text ?? "", separator: " | ")
  }
}
