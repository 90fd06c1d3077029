import Foundation
import Testing

@testable import Daemon

@Suite struct VirtualPrinterTests {
  @Test func `The oldest pictures make room, whatever their names say`() throws {
    let folder = Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (age, name) in ["d1001.png", "d1000.png", "d999.png", "c2.png"].enumerated() {
      let path = "\(folder)/\(name)"
      try Data([1]).write(to: URL(fileURLWithPath: path))
      let written = Date(timeIntervalSince1970: 1_800_000_000 - Double(age))
      try FileManager.default.setAttributes([.modificationDate: written], ofItemAtPath: path)
    }
    try VirtualPrinter.makeRoom(in: folder, keeping: 4)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 4)
    try VirtualPrinter.makeRoom(in: folder, keeping: 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["d1000.png", "d1001.png"])
  }
}
