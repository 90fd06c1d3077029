import Foundation

/// A clerk's file before anything in it is filled: it must be a plain Word document, whatever its name says.
enum TemplatePackage {
  /// Bytes of a part that is read as a tree, which takes many times as much memory. The longest report stays far below.
  static let treeLimit = 4 << 20

  /// Neither programs nor pages elsewhere come with a report: a document that asks for them is refused, and the link to
  /// the template that it was once made from, which Word writes by itself, is left out.
  ///
  /// - Throws: `TemplateFault`, `CancellationError`.
  static func read(_ file: Data) throws -> ZipPackage {
    guard !file.isEmpty else { throw TemplateFault("tệp trống") }
    guard !file.starts(with: oldOffice) else {
      throw TemplateFault(
        "tệp có mật khẩu, hoặc ở dạng Word cũ (.doc); hãy gỡ mật khẩu và lưu lại dạng Word Document (.docx)")
    }
    var package = try ZipPackage(reading: file)
    guard let document = package[main], let types = package["[Content_Types].xml"] else {
      throw TemplateFault("tệp không phải văn bản Word (.docx)")
    }
    // A document type may hide in any part that a word processor will read.
    for name in package.names where name.hasSuffix(".xml") || name.hasSuffix(".rels") {
      try Task.checkCancellation()
      guard let part = package[name] else { continue }
      guard part.count <= treeLimit else { throw TemplateFault("phần “\(name.prefix(60))” quá lớn") }
      _ = try XMLTree(part, name: name)
    }
    try check(types: types, names: package.names)
    try XMLTree(document, name: main).withRoot(check(root:))
    for name in package.names where name.hasSuffix(".rels") { try checkLinks(name, of: &package) }
    return package
  }

  private static let main = "word/document.xml"
  private static let settings = "word/settings.xml"
  /// What Word wrote before 2007, and writes around a document with a password to this day.
  private static let oldOffice: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
  private static let macros = TemplateFault(
    "tệp có macro; hãy lưu lại dạng Word Document (.docx), đừng chỉ đổi tên tệp")
  private static let strictWord = "http://purl.oclc.org/ooxml/wordprocessingml/main"

  private static func check(types: Data, names: [String]) throws {
    let elements = try XMLTree(types, name: "[Content_Types].xml").withRoot { root in
      root.elements.map { element in
        (
          type: element.attribute("ContentType")?.lowercased() ?? "", part: element.attribute("PartName")?.lowercased(),
          ending: element.attribute("Extension")?.lowercased()
        )
      }
    }
    let hasMacros = elements.contains { $0.type.contains("macroenabled") || $0.type.contains("vbaproject") }
    guard !hasMacros, !names.contains(where: { $0.lowercased().hasSuffix("vbaproject.bin") }) else { throw macros }
    let type = elements.first { $0.part == "/\(main)" } ?? elements.first { $0.ending == "xml" }
    switch type?.type {
    case "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": return
    case "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml":
      throw TemplateFault("tệp là mẫu Word (.dotx); hãy lưu lại dạng Word Document (.docx), đừng chỉ đổi tên tệp")
    default: throw TemplateFault("tệp không phải văn bản Word (.docx)")
    }
  }

  private static func check(root: XMLTree.Node) throws {
    guard !root.isWord("document") else { return }
    guard root.namespace == strictWord else { throw TemplateFault("tệp không phải văn bản Word (.docx)") }
    throw TemplateFault("tệp ở dạng Strict Open XML; hãy lưu lại dạng Word Document (.docx) thường")
  }

  private static func checkLinks(_ name: String, of package: inout ZipPackage) throws {
    guard let part = package[name] else { return }
    let tree = try XMLTree(part, name: name)
    let hasTemplate = try tree.withRoot { root in
      var hasTemplate = false
      for link in root.elements {
        let kind = link.attribute("Type")?.split(separator: "/").last ?? ""
        if kind == "vbaProject" { throw macros }
        if kind == "attachedTemplate" {
          link.remove()
          hasTemplate = true
        } else if kind != "hyperlink", link.attribute("TargetMode")?.lowercased() == "external" {
          throw TemplateFault(
            "tệp nối tới “\(link.attribute("Target")?.prefix(80) ?? "")”; hãy chèn hẳn nội dung ấy vào tệp hoặc bỏ nó")
        }
      }
      return hasTemplate
    }
    guard hasTemplate else { return }
    package[name] = tree.data
    guard let part = package[settings] else { return }
    let settingsTree = try XMLTree(part, name: settings)
    settingsTree.withRoot { root in
      for template in root.descendants("attachedTemplate") { template.remove() }
    }
    package[settings] = settingsTree.data
  }
}
