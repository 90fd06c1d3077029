import Foundation

/// A text file of the tree.
struct SourceFile: Sendable {
  /// From the top of the tree, with slashes.
  let path: String
  let text: String
  let lines: [String]
  /// The same lines with nothing but code in them; a file that is not Swift has none.
  let code: [String]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = Self.split(text)
    code = path.hasSuffix(".swift") ? Self.split(swiftCode(of: text)) : []
  }

  private static func split(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  var name: String { String(path.split(separator: "/").last ?? "") }

  /// The folder two levels down that makes a Swift file part of a target: `Sources/Storage/Store.swift` is Storage's.
  var target: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : nil
  }

  func isIn(_ folder: String) -> Bool { path.hasPrefix(folder + "/") || path == folder }
}

/// Something that breaks a rule, as an editor can jump to it.
struct Finding: Hashable, Sendable, CustomStringConvertible {
  let path: String
  let line: Int
  let sentence: String

  var description: String { "\(path):\(line): \(sentence)" }
}

/// The tree these tests were compiled from.
enum SourceTree {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What is made, not written.
  private static let made: Set = [".git", ".state", ".bench", ".swiftpm", "Package.resolved"]

  /// Every text file in the tree.
  static let files: [SourceFile] = {
    var files: [SourceFile] = []
    var folders = [""]
    while let folder = folders.popLast() {
      let url = folder.isEmpty ? root : root.appending(path: folder)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
      for name in names.sorted() where !made.contains(name) && !name.hasPrefix(".build") {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder) else {
          continue
        }
        if isFolder.boolValue {
          folders.append(path)
        } else if let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) {
          files.append(SourceFile(path: path, text: text))
        }
      }
    }
    return files.sorted { $0.path < $1.path }
  }()

  static let swift = files.filter { $0.name.hasSuffix(".swift") && ($0.isIn("Sources") || $0.isIn("Tests")) }

  static func file(_ path: String) throws -> SourceFile {
    SourceFile(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
  }
}
