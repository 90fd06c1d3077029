internal import CXML2
import Foundation

/// A part of a document as a tree: owner of a libxml2 document.
///
/// Not `Sendable`: it lives within one filling. Nodes are lent by `withRoot` and valid in it only.
final class XMLTree {
  typealias Node = UnsafeMutablePointer<xmlNode>

  private let document: xmlDocPtr
  private let root: Node

  static let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

  init(_ part: Data, name: String) throws(TemplateFault) {
    // Neither the network nor any entity of a document type is ever looked at.
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    let parsed = part.withUnsafeBytes { bytes in
      xmlReadMemory(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil, nil, options)
    }
    guard let parsed else { throw TemplateFault("phần “\(name)” không phải XML đúng") }
    guard parsed.pointee.intSubset == nil, parsed.pointee.extSubset == nil else {
      xmlFreeDoc(parsed)
      throw TemplateFault("phần “\(name)” khai báo kiểu tài liệu (DTD)")
    }
    guard let root = xmlDocGetRootElement(parsed) else {
      xmlFreeDoc(parsed)
      throw TemplateFault("phần “\(name)” không có nội dung")
    }
    document = parsed
    self.root = root
  }

  deinit {
    xmlFreeDoc(document)
  }

  func withRoot<T>(_ body: (Node) throws -> T) rethrows -> T {
    try withExtendedLifetime(self) { try body(root) }
  }

  var data: Data {
    var bytes: UnsafeMutablePointer<xmlChar>?
    var count: Int32 = 0
    xmlDocDumpMemoryEnc(document, &bytes, &count, "UTF-8")
    guard let bytes else { return Data() }
    // The library's own freeing function is a variable, and by default this one.
    defer { free(bytes) }
    return Data(bytes: bytes, count: Int(count))
  }

  func newElement(_ name: String, like node: Node) -> Node? {
    xmlNewDocNode(document, node.pointee.ns, name, nil)
  }

  /// Reads a fragment whose prefixes are those it declares itself, and copies its element into this tree.
  func fragment(_ text: String) -> Node? {
    guard
      let parsed = xmlReadMemory(
        text, Int32(text.utf8.count), nil, nil, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue))
    else { return nil }
    defer { xmlFreeDoc(parsed) }
    return xmlDocGetRootElement(parsed).flatMap { xmlDocCopyNode($0, document, 1) }
  }
}

extension XMLTree.Node {
  var isElement: Bool { pointee.type == XML_ELEMENT_NODE }

  var localName: String {
    pointee.name.map { String(cString: $0) } ?? ""
  }

  var namespace: String? {
    pointee.ns?.pointee.href.map { String(cString: $0) }
  }

  /// Whether it is this element of WordprocessingML.
  func isWord(_ name: String) -> Bool {
    isElement && xmlStrEqual(pointee.name, name) != 0
      && pointee.ns.map { xmlStrEqual($0.pointee.href, XMLTree.word) != 0 } ?? false
  }

  var elements: [XMLTree.Node] {
    var found: [XMLTree.Node] = []
    var next = pointee.children
    while let node = next {
      if node.isElement { found.append(node) }
      next = node.pointee.next
    }
    return found
  }

  /// The descendants of one kind in the order of the text, not looking into those of another.
  func descendants(_ name: String, notInside other: String? = nil) -> [XMLTree.Node] {
    elements.flatMap { child -> [XMLTree.Node] in
      if let other, child.isWord(other) { return [] }
      return (child.isWord(name) ? [child] : []) + child.descendants(name, notInside: other)
    }
  }

  /// The descendants of one kind that are in no other of that kind.
  func outermost(_ name: String) -> [XMLTree.Node] {
    elements.flatMap { $0.isWord(name) ? [$0] : $0.outermost(name) }
  }

  var parent: XMLTree.Node? { pointee.parent }

  /// The nearest enclosing element of one kind.
  func enclosing(_ name: String) -> XMLTree.Node? {
    var next = parent
    while let node = next {
      if node.isWord(name) { return node }
      next = node.parent
    }
    return nil
  }

  var text: String {
    get {
      guard let content = xmlNodeGetContent(self) else { return "" }
      defer { free(content) }
      return String(cString: content)
    }
    nonmutating set {
      // Encodes nothing: the text is added as a node of its own.
      xmlNodeSetContent(self, nil)
      xmlNodeAddContent(self, newValue)
      // Word drops white space at the ends of a text that does not ask to keep it.
      xmlNodeSetSpacePreserve(self, 1)
    }
  }

  /// Bytes that the node and all that is in it hold in memory, roughly.
  var heldBytes: Int {
    var bytes = MemoryLayout<xmlNode>.size
    if isElement {
      var attribute = pointee.properties
      while let one = attribute {
        bytes += MemoryLayout<xmlAttr>.size + MemoryLayout<xmlNode>.size
        attribute = one.pointee.next
      }
      var next = pointee.children
      while let node = next {
        bytes += node.heldBytes
        next = node.pointee.next
      }
    } else {
      bytes += Int(xmlStrlen(pointee.content))
    }
    return bytes
  }

  func copy() -> XMLTree.Node? { xmlCopyNode(self, 1) }

  func insert(before node: XMLTree.Node) { xmlAddPrevSibling(node, self) }
  func insert(after node: XMLTree.Node) { xmlAddNextSibling(node, self) }

  func remove() {
    xmlUnlinkNode(self)
    xmlFreeNode(self)
  }
}

extension XMLTree.Node {
  func attribute(_ name: String) -> String? {
    guard let value = xmlGetProp(self, name) else { return nil }
    defer { free(value) }
    return String(cString: value)
  }

  /// Takes the node out of its place and puts it before another.
  func move(before node: XMLTree.Node) {
    xmlUnlinkNode(self)
    xmlAddPrevSibling(node, self)
  }

  func append(_ child: XMLTree.Node) {
    xmlAddChild(self, child)
  }
}
