import Testing

@testable import search

@Suite struct JSONObjectTests {
  @Test func `members stand in order`() {
    var object = JSONObject(type: "match")
    object.set("rank", 1)
    object.set("score", Float(1.5))
    object.set("ok", true)
    object.set("ranges", [0..<3, 4..<7])
    object.set("terms", ["a", "b"])
    #expect(
      object.text
        == #"{"v":1,"type":"match","rank":1,"score":1.5,"ok":true,"ranges":[[0,3],[4,7]],"terms":["a","b"]}"#
    )
  }

  @Test(arguments: [
    ("a\"b\\c", #""a\"b\\c""#), ("\n\t\r", #""\n\t\r""#), ("\u{0}", #""\u0000""#),
    ("芯片😀", "\"芯片😀\""), ("\u{202E}", #""\u202e""#), ("\u{E0041}", #""\udb40\udc41""#),
    ("\r\n", #""\r\n""#), ("", "\"\""),
  ])
  func `texts are quoted`(text: String, expected: String) {
    #expect(JSONObject.quoted(text) == expected)
  }

  @Test func `numbers that JSON lacks become null`() {
    var object = JSONObject()
    object.set("a", Float.nan)
    object.set("b", Double.infinity)
    #expect(object.text == #"{"a":null,"b":null}"#)
  }
}
