import Testing

@testable import search

@Suite struct JSONValueTests {
  @Test func `values are read`() {
    #expect(
      JSONValue(parsing: #" {"a" : [1, -2.5e3,true,false,null], "b":{}, "c":[]} "#)
        == .object([
          "a": .array([.number(1), .number(-2_500), .bool(true), .bool(false), .null]),
          "b": .object([:]), "c": .array([]),
        ]))
    #expect(JSONValue(parsing: #""a\n\"\\\/\u534a\ud83d\ude00é""#) == .text("a\n\"\\/半😀é"))
    #expect(JSONValue(parsing: "[1,2]")?.numbers == [1, 2])
    #expect(JSONValue(parsing: "[1,null]")?.numbers == nil)
  }

  @Test(arguments: [
    "", " ", "{", "[", "\"", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{1:2}", "nan",
    "inf", "1e999", "0x10", "tru", "1 2", "[1]]", "\"\\", "\"\\u12", "\"\\uzzzz\"", "\"\\x\"", "+1",
    String(repeating: "[", count: 100_000),
  ])
  func `anything else is nothing`(text: String) {
    #expect(JSONValue(parsing: text) == nil)
  }
}
