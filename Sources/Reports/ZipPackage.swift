internal import CZip
import Foundation

/// A ZIP file in memory, as Word keeps its documents: its parts by name.
struct ZipPackage {
  /// In the order of the file.
  private(set) var names: [String] = []
  private var parts: [String: Data] = [:]

  /// Bytes of a file and of what it holds unpacked; a clerk's letterhead with pictures stays far below.
  static let fileLimit = 10 << 20
  static let partLimit = 16 << 20
  static let wholeLimit = 48 << 20
  static let nameLimit = 500

  subscript(name: String) -> Data? {
    get { parts[name] }
    set {
      if parts[name] == nil, newValue != nil { names.append(name) }
      if newValue == nil { names.removeAll { $0 == name } }
      parts[name] = newValue
    }
  }

  init() {}

  /// Unpacks a file from elsewhere: nothing in it is believed, neither its sizes nor its names.
  init(reading file: Data) throws(TemplateFault) {
    guard file.count <= Self.fileLimit else { throw TemplateFault("tệp lớn hơn \(Self.fileLimit >> 20) MB") }
    do {
      try Self.withArchive(file) { archive in try read(archive) }
    } catch let fault as TemplateFault {
      throw fault
    } catch {
      throw TemplateFault("không phải tệp DOCX hoặc tệp đã hỏng")
    }
  }

  private struct Unreadable: Error {}

  private static func withArchive(_ file: Data, _ body: (OpaquePointer) throws -> Void) throws {
    try file.withUnsafeBytes { bytes in
      var error = zip_error_t()
      zip_error_init(&error)
      defer { zip_error_fini(&error) }
      guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error) else {
        throw Unreadable()
      }
      guard let archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
        zip_source_free(source)
        throw Unreadable()
      }
      defer { zip_discard(archive) }
      try body(archive)
    }
  }

  private mutating func read(_ archive: OpaquePointer) throws {
    let count = zip_get_num_entries(archive, 0)
    guard count <= Self.nameLimit else { throw TemplateFault("tệp chứa hơn \(Self.nameLimit) phần") }
    var whole = 0
    for index in 0..<UInt64(max(0, count)) {
      var facts = zip_stat_t()
      guard zip_stat_index(archive, index, 0, &facts) == 0, let text = facts.name else { throw Unreadable() }
      guard let name = String(validatingCString: text) else { throw TemplateFault("tên một phần không phải UTF-8") }
      if name.hasSuffix("/") { continue }
      guard Self.isPlain(name) else { throw TemplateFault("tên phần “\(name.prefix(60))” chỉ ra ngoài tệp") }
      guard parts[name] == nil else { throw TemplateFault("phần “\(name.prefix(60))” có hai lần") }
      guard facts.encryption_method == 0 else { throw TemplateFault("tệp đặt mật khẩu") }
      guard facts.size <= UInt64(Self.partLimit) else { throw TemplateFault("phần “\(name.prefix(60))” quá lớn") }
      whole += Int(facts.size)
      guard whole <= Self.wholeLimit else { throw TemplateFault("nội dung giải nén quá lớn") }
      self[name] = try Self.unpack(archive, index: index, size: Int(facts.size), name: name)
    }
  }

  private static func unpack(_ archive: OpaquePointer, index: UInt64, size: Int, name: String) throws -> Data {
    guard let file = zip_fopen_index(archive, index, 0) else { throw Unreadable() }
    defer { zip_fclose(file) }
    // One more than was announced tells a part that lies about its size.
    var bytes = Data(count: size + 1)
    let count = bytes.withUnsafeMutableBytes { bytes in
      var filled = 0
      while filled < bytes.count, let start = bytes.baseAddress {
        let read = zip_fread(file, start + filled, UInt64(bytes.count - filled))
        if read < 0 { return -1 }
        if read == 0 { break }
        filled += Int(read)
      }
      return filled
    }
    guard count >= 0 else { throw Unreadable() }
    guard count <= size else { throw TemplateFault("phần “\(name.prefix(60))” lớn hơn kích thước đã ghi") }
    return bytes.prefix(count)
  }

  private static func isPlain(_ name: String) -> Bool {
    !name.hasPrefix("/") && !name.contains("\\") && !name.contains(":")
      && !name.split(separator: "/", omittingEmptySubsequences: false).contains {
        $0 == ".." || $0 == "." || $0.isEmpty
      }
  }

  /// Packs the parts in their order. The same parts make the same bytes.
  func packed() throws(ReportFailure) -> Data {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let source = zip_source_buffer_create(nil, 0, 0, &error) else { throw ReportFailure("libzip: no buffer") }
    guard let archive = zip_open_from_source(source, ZIP_TRUNCATE, &error) else {
      zip_source_free(source)
      throw ReportFailure("libzip: no archive")
    }
    // The archive lets go of the source when it closes, and what was packed is read from it after that.
    zip_source_keep(source)
    defer { zip_source_free(source) }
    // libzip reads the parts only when it closes the archive.
    var held: [UnsafeMutableRawBufferPointer] = []
    defer { held.forEach { $0.deallocate() } }
    for name in names {
      guard let part = parts[name] else { continue }
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, part.count), alignment: 1)
      copy.copyBytes(from: part)
      held.append(copy)
      guard let content = zip_source_buffer(archive, copy.baseAddress, UInt64(part.count), 0) else {
        zip_discard(archive)
        throw ReportFailure("libzip: no source")
      }
      let index = zip_file_add(archive, name, content, zip_flags_t(ZIP_FL_ENC_UTF_8))
      guard index >= 0 else {
        zip_source_free(content)
        zip_discard(archive)
        throw ReportFailure("libzip: \(name) not added")
      }
      // 1980-01-01, the first day a ZIP file can tell: no time makes two equal documents differ.
      zip_file_set_dostime(archive, UInt64(index), 0, 0x21, 0)
    }
    guard zip_close(archive) == 0 else {
      zip_discard(archive)
      throw ReportFailure("libzip: not closed")
    }
    guard zip_source_open(source) == 0 else { throw ReportFailure("libzip: not opened") }
    defer { zip_source_close(source) }
    zip_source_seek(source, 0, SEEK_END)
    let size = max(0, Int(zip_source_tell(source)))
    zip_source_seek(source, 0, SEEK_SET)
    var file = Data(count: size)
    let read = file.withUnsafeMutableBytes { zip_source_read(source, $0.baseAddress, UInt64(size)) }
    guard read == Int64(size) else { throw ReportFailure("libzip: not read") }
    return file
  }
}
