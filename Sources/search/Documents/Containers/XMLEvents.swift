internal import CXML

/// What a reader of XML is told, in the order of the document. Names come without their prefixes.
protocol XMLHandler: AnyObject {
  /// An element begins.
  func start(_ name: String, _ attributes: [String: String])
  /// An element ends.
  func end(_ name: String)
  /// A run of text.
  func text(_ bytes: [UInt8])
}

/// Reads XML by libxml2, which neither loads nor expands any entity of the document's own.
enum XMLEvents {
  /// Reads a document.
  ///
  /// - Returns: whether it was well-formed to its end; up to its first error it has been delivered.
  static func read(_ xml: [UInt8], into handler: any XMLHandler) throws(SkipReason) -> Bool {
    let box = HandlerBox(handler)
    var events = unsafe cxml_xml_handler(
      start: { context, name, attributes in
        let box = unsafe HandlerBox.from(context)
        var values: [String: String] = [:]
        var at = 0
        // Names and values in turn, a null at the end; copied at once.
        while let list = unsafe attributes, let name = unsafe list[at] {
          let value = unsafe list[at + 1].map { unsafe String(cString: $0) } ?? ""
          unsafe values[HandlerBox.localName(String(cString: name))] = value
          at += 2
        }
        unsafe box.handler.start(HandlerBox.localName(String(cString: name)), values)
      },
      end: { context, name in
        let name = unsafe HandlerBox.localName(String(cString: name))
        unsafe HandlerBox.from(context).handler.end(name)
      },
      text: { context, bytes, length in
        let run = unsafe Array(UnsafeBufferPointer(start: bytes, count: length))
        unsafe HandlerBox.from(context).handler.text(run)
      })
    var isSound: CInt = 0
    let context = unsafe Unmanaged.passUnretained(box).toOpaque()
    // Box and events outlive the call.
    let status = unsafe xml.withUnsafeBufferPointer { buffer -> CInt in
      guard let start = buffer.baseAddress else { return CInt(CXML_OK) }
      return unsafe cxml_parse_xml(start, buffer.count, &events, context, &isSound)
    }
    guard status == CInt(CXML_OK) else {
      // A constant string of the shim.
      let words = unsafe cxml_load_problem().map { unsafe String(cString: $0) }
      throw .noReader(words ?? "memory ran out")
    }
    return isSound != 0
  }

  private final class HandlerBox {
    let handler: any XMLHandler

    init(_ handler: any XMLHandler) {
      self.handler = handler
    }

    static func from(_ context: UnsafeMutableRawPointer) -> HandlerBox {
      // The context is always the box that `read` passed.
      unsafe Unmanaged<HandlerBox>.fromOpaque(context).takeUnretainedValue()
    }

    static func localName(_ name: String) -> String {
      guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return name }
      return String(name[name.utf8.index(after: colon)...])
    }
  }
}

/// Collects the attributes of elements of some names.
final class XMLAttributes: XMLHandler {
  private let wanted: String
  /// The attributes of each element, in order.
  private(set) var found: [[String: String]] = []

  /// Reads the attributes of all elements of a name; none if the XML cannot be read.
  static func of(_ name: String, in xml: [UInt8]?) -> [[String: String]] {
    let collector = XMLAttributes(name)
    if let xml { _ = try? XMLEvents.read(xml, into: collector) }
    return collector.found
  }

  private init(_ name: String) {
    wanted = name
  }

  func start(_ name: String, _ attributes: [String: String]) {
    if name == wanted, found.count < 1 << 16 { found.append(attributes) }
  }

  func end(_ name: String) {}
  func text(_ bytes: [UInt8]) {}
}
