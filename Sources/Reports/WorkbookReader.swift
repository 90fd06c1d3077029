internal import CXML2
internal import CZip
import Foundation
import Records

/// The first sheet of a workbook (ISO/IEC 29500), read while it is unpacked. Nothing in it is believed: neither its
/// sizes nor its names, and a document type ends the reading.
final class WorkbookReader: TableReader {
  /// Parts of a file.
  fileprivate static let partLimit = 2000
  /// Bytes of the parts that are kept in memory, of all texts, and of what a sheet unpacks to.
  private static let smallPartBytes = 2 << 20
  private static let textBytes = 48 << 20
  private static let sheetBytes = 512 << 20

  private let archive: Archive
  private let sheet: XMLStream
  private let texts: [String]
  private var line = 0

  init(_ file: [UInt8]) throws(TableFault) {
    archive = try Archive(file)
    guard archive.holds("xl/workbook.xml") else { throw TableFault("tệp không phải bảng tính Excel (.xlsx)") }
    let workbook = try Self.tree("xl/workbook.xml", of: archive)
    let relations = try Self.tree("xl/_rels/workbook.xml.rels", of: archive)
    let isOldMac = workbook.withRoot { root in
      root.elements.contains {
        $0.localName == "workbookPr" && ["1", "true"].contains($0.attribute("date1904") ?? "")
      }
    }
    guard !isOldMac else {
      throw TableFault("bảng tính đếm ngày từ năm 1904; hãy tắt lựa chọn đó trong Excel hoặc lưu lại dạng CSV UTF-8")
    }
    let id = workbook.withRoot { root in
      root.elements.first { $0.localName == "sheets" }?.elements.first { $0.localName == "sheet" }?
        .relationID
    }
    let target = relations.withRoot { root in
      root.elements.first { $0.attribute("Id") == id && id != nil }?.attribute("Target")
    }
    guard let target else { throw TableFault("bảng tính không có trang nào") }
    let name = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
    guard !name.contains(".."), archive.holds(name) else {
      throw TableFault("trang đầu của bảng tính không có trong tệp")
    }
    texts = archive.holds("xl/sharedStrings.xml") ? try Self.texts(of: archive) : []
    sheet = try XMLStream(archive.open(name, limit: Self.sheetBytes), name: name)
  }

  private static func tree(_ name: String, of archive: Archive) throws(TableFault) -> XMLTree {
    let part = try archive.part(name, limit: smallPartBytes)
    do throws(TemplateFault) {
      return try XMLTree(part, name: name)
    } catch {
      throw TableFault(error.clause)
    }
  }

  private static func texts(of archive: Archive) throws(TableFault) -> [String] {
    let stream = try XMLStream(archive.open("xl/sharedStrings.xml", limit: textBytes * 4), name: "sharedStrings.xml")
    var texts: [String] = []
    var room = textBytes
    while let event = try stream.next() {
      guard case .start("si") = event else { continue }
      let text = try stream.text(until: "si")
      room -= text.utf8.count + 16
      guard room > 0 else { throw TableFault("bảng tính có quá nhiều chữ") }
      texts.append(text.cell)
    }
    return texts
  }

  func next() throws(TableFault) -> TableLine? {
    while let event = try sheet.next() {
      guard case .start("row") = event else { continue }
      let told = sheet.attribute("r").flatMap { Int($0) }
      guard told.map({ $0 > line }) ?? true else { throw TableFault("các dòng của trang không theo thứ tự") }
      // Of what is told nothing is believed: the next row counts on from here.
      guard (told ?? line + 1) <= TableLimits.rows else {
        throw TableFault("trang có dòng sau dòng \(TableLimits.rows), là dòng cuối của một bảng tính")
      }
      line = told ?? line + 1
      let cells = try row()
      if cells.contains(where: { !$0.isEmpty }) { return TableLine(number: line, cells: cells) }
    }
    return nil
  }

  private func row() throws(TableFault) -> [String] {
    var cells: [String] = []
    if sheet.isEmptyElement { return cells }
    while let event = try sheet.next() {
      switch event {
      case .end("row"): return cells
      case .start("c"):
        let place = sheet.attribute("r").flatMap(Self.column) ?? cells.count
        guard place >= cells.count, place < TableLimits.columns else {
          throw TableFault("dòng \(line) có hơn \(TableLimits.columns) cột hoặc ô không theo thứ tự")
        }
        cells += Array(repeating: "", count: place - cells.count)
        cells.append(try cell())
      case .start, .end: continue
      }
    }
    throw TableFault("trang bị cắt ở dòng \(line)")
  }

  private func cell() throws(TableFault) -> String {
    let type = sheet.attribute("t") ?? "n"
    if sheet.isEmptyElement { return "" }
    var value = ""
    while let event = try sheet.next() {
      switch event {
      case .end("c"):
        switch type {
        case "s":
          guard !value.isEmpty else { return "" }
          guard let index = Int(value), texts.indices.contains(index) else {
            throw TableFault("một ô ở dòng \(line) nhắc tới chữ không có trong tệp")
          }
          return texts[index]
        case "b": return value == "1" ? "TRUE" : "FALSE"
        case "n": return Self.plain(value)
        default: return value.cell
        }
      case .start("v"): value = try sheet.text(until: "v")
      case .start("is"): value = try sheet.text(until: "is")
      case .start, .end: continue
      }
    }
    throw TableFault("trang bị cắt ở dòng \(line)")
  }

  /// `B7` is column 1.
  private static func column(_ reference: String) -> Int? {
    var number = 0
    for byte in reference.utf8 {
      guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) else { break }
      number = number * 26 + Int(byte - UInt8(ascii: "A")) + 1
      if number > TableLimits.columns { return TableLimits.columns }
    }
    return number == 0 ? nil : number - 1
  }

  /// A whole number as its digits, however the program wrote it: `1.2E1` is 12.
  private static func plain(_ text: String) -> String {
    guard text.utf8.contains(where: { "eE.".utf8.contains($0) }), let number = Double(text), number.isFinite,
      number == number.rounded(), abs(number) < 1e15
    else { return text.cell }
    return String(Int64(number))
  }
}

extension XMLTree.Node {
  /// The attribute `id` of the namespace of relations, of which there are two; the same name without one is something
  /// else.
  fileprivate var relationID: String? {
    var next = pointee.properties
    while let attribute = next {
      next = attribute.pointee.next
      guard attribute.pointee.ns != nil, xmlStrEqual(attribute.pointee.name, "id") != 0,
        let value = xmlNodeListGetString(pointee.doc, attribute.pointee.children, 1)
      else { continue }
      defer { free(value) }
      return String(cString: value)
    }
    return nil
  }
}

/// A ZIP file in memory, of which parts are read one at a time.
private final class Archive {
  private let bytes: UnsafeMutableRawBufferPointer
  private let archive: OpaquePointer
  private let sizes: [String: (index: UInt64, size: UInt64)]

  init(_ file: [UInt8]) throws(TableFault) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, file.count), alignment: 1)
    copy.copyBytes(from: file)
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let source = zip_source_buffer_create(copy.baseAddress, UInt64(file.count), 0, &error) else {
      copy.deallocate()
      throw TableFault("không đủ bộ nhớ")
    }
    guard let opened = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
      zip_source_free(source)
      copy.deallocate()
      throw TableFault("tệp không phải bảng tính Excel (.xlsx), hoặc đã hỏng")
    }
    var sizes: [String: (index: UInt64, size: UInt64)] = [:]
    var fault: TableFault?
    let count = zip_get_num_entries(opened, 0)
    for index in 0..<UInt64(max(0, count)) {
      var facts = zip_stat_t()
      guard zip_stat_index(opened, index, 0, &facts) == 0, let text = facts.name,
        let name = String(validatingCString: text), facts.encryption_method == 0,
        sizes.count < WorkbookReader.partLimit, sizes[name] == nil
      else {
        fault = TableFault("bảng tính đặt mật khẩu, hoặc các phần của nó không đúng")
        break
      }
      sizes[name] = (index, facts.size)
    }
    if let fault {
      zip_discard(opened)
      copy.deallocate()
      throw fault
    }
    (bytes, archive, self.sizes) = (copy, opened, sizes)
  }

  deinit {
    zip_discard(archive)
    bytes.deallocate()
  }

  func holds(_ name: String) -> Bool { sizes[name] != nil }

  /// - Parameter limit: bytes that may come of it, whatever was announced.
  func open(_ name: String, limit: Int) throws(TableFault) -> ArchivePart {
    guard let (index, size) = sizes[name] else { throw TableFault("tệp thiếu phần “\(name.prefix(60))”") }
    guard size <= UInt64(limit), let file = zip_fopen_index(archive, index, 0) else {
      throw TableFault("phần “\(name.prefix(60))” quá lớn hoặc đã hỏng")
    }
    return ArchivePart(file, of: self, limit: limit)
  }

  func part(_ name: String, limit: Int) throws(TableFault) -> Data {
    let part = try open(name, limit: limit)
    var data = Data()
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = chunk.withUnsafeMutableBytes { part.read(into: $0) }
      guard count >= 0 else { throw TableFault("phần “\(name.prefix(60))” quá lớn hoặc đã hỏng") }
      if count == 0 { return data }
      data.append(contentsOf: chunk.prefix(count))
    }
  }
}

/// A part that is being unpacked.
private final class ArchivePart {
  private let file: OpaquePointer
  /// Kept open while a part of it is.
  private let archive: Archive
  private var left: Int

  init(_ file: OpaquePointer, of archive: Archive, limit: Int) {
    self.file = file
    self.archive = archive
    left = limit
  }

  deinit { zip_fclose(file) }

  /// Bytes that came; negative when there are more than there may be, or they are damaged.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = Int(zip_fread(file, buffer.baseAddress, UInt64(buffer.count)))
    left -= max(0, count)
    return left < 0 ? -1 : count
  }
}

/// XML as a stream of elements.
private final class XMLStream {
  enum Event {
    case start(String)
    case end(String)
  }

  private let reader: xmlTextReaderPtr
  private let part: ArchivePart
  private let name: String

  init(_ part: ArchivePart, name: String) throws(TableFault) {
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    let reader = xmlReaderForIO(
      { context, buffer, count in
        guard let context, let buffer else { return -1 }
        // Borrowed from the stream, which holds the part for as long as it reads.
        let part = Unmanaged<ArchivePart>.fromOpaque(context).takeUnretainedValue()
        return Int32(part.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))))
      }, nil,
      // Lent: this stream holds the part until after its reader is gone.
      Unmanaged.passUnretained(part).toOpaque(), nil, nil, options)
    guard let reader else { throw TableFault("không đủ bộ nhớ") }
    self.reader = reader
    self.part = part
    self.name = name
  }

  deinit { xmlFreeTextReader(reader) }

  func next() throws(TableFault) -> Event? {
    while true {
      guard try step() else { return nil }
      switch Int(xmlTextReaderNodeType(reader)) {
      case Int(XML_READER_TYPE_ELEMENT.rawValue): return .start(localName)
      case Int(XML_READER_TYPE_END_ELEMENT.rawValue): return .end(localName)
      default: continue
      }
    }
  }

  private func step() throws(TableFault) -> Bool {
    let state = xmlTextReaderRead(reader)
    guard state >= 0 else { throw TableFault("phần “\(name)” không phải XML đúng, quá lớn hoặc bị cắt") }
    guard xmlTextReaderNodeType(reader) != Int32(XML_READER_TYPE_DOCUMENT_TYPE.rawValue) else {
      throw TableFault("phần “\(name)” khai báo kiểu tài liệu (DTD)")
    }
    return state == 1
  }

  private var localName: String {
    xmlTextReaderConstLocalName(reader).map { String(cString: $0) } ?? ""
  }

  var isEmptyElement: Bool { xmlTextReaderIsEmptyElement(reader) == 1 }

  func attribute(_ name: String) -> String? {
    guard let value = xmlTextReaderGetAttribute(reader, name) else { return nil }
    defer { free(value) }
    return String(cString: value)
  }

  /// The text up to the end of the element that has just begun; of a text with its reading beside it (`rPh`), the
  /// text alone.
  func text(until name: String) throws(TableFault) -> String {
    if isEmptyElement { return "" }
    var text = ""
    var reading = 0
    while try step() {
      switch Int(xmlTextReaderNodeType(reader)) {
      case Int(XML_READER_TYPE_ELEMENT.rawValue): if localName == "rPh", !isEmptyElement { reading += 1 }
      case Int(XML_READER_TYPE_END_ELEMENT.rawValue):
        if localName == "rPh" { reading -= 1 }
        if localName == name { return text }
      case Int(XML_READER_TYPE_TEXT.rawValue), Int(XML_READER_TYPE_CDATA.rawValue),
        Int(XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue):
        guard reading == 0, let value = xmlTextReaderConstValue(reader) else { continue }
        text += String(cString: value)
        guard text.utf8.count <= TableLimits.cellBytes else { throw TableFault("một ô của bảng tính quá dài") }
      default: continue
      }
    }
    throw TableFault("phần “\(self.name)” bị cắt giữa chừng")
  }
}
