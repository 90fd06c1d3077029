import Foundation
import SystemIO
import Testing

@Suite struct SecretBytesTests {
  @Test func `It is in no core dump and no child process`() throws {
    let secret = try SecretBytes(capacity: 100)
    #expect(secret.append(7))
    let address = secret.withBytes { UInt(bitPattern: $0.baseAddress) }
    var flags: Substring?
    var isHere = false
    let maps = try FileDescriptor(opening: "/proc/self/smaps", O_RDONLY)
    var text = ""
    while case let part = try maps.read(atMost: 1 << 16), !part.isEmpty {
      text += String(decoding: part, as: UTF8.self)
    }
    for line in text.split(separator: "\n") {
      if let range = line.firstMatch(of: #/^([0-9a-f]+)-([0-9a-f]+) /#) {
        isHere = (UInt(range.1, radix: 16) ?? 0)..<(UInt(range.2, radix: 16) ?? 0) ~= address
      } else if isHere, line.hasPrefix("VmFlags:") {
        flags = line
      }
    }
    let words = Set(try #require(flags).split(separator: " "))
    #expect(words.isSuperset(of: ["dd", "dc"]))
  }

  @Test func `What was wiped or read over is gone from the memory itself`() throws {
    let secret = try SecretBytes(capacity: 8)
    for byte in 1...8 { #expect(secret.append(UInt8(byte))) }
    #expect(!secret.append(9))
    let memory = try #require(secret.withBytes { $0.baseAddress })
    let all = UnsafeRawBufferPointer(start: memory, count: 8)
    #expect(Array(all) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(
      secret.fill {
        $0.copyBytes(from: [9, 9]); return 2
      } == 2)
    #expect(Array(all) == [9, 9, 0, 0, 0, 0, 0, 0])
    secret.wipe()
    #expect(all.allSatisfy { $0 == 0 })
    #expect(secret.isEmpty)
  }

  @Test func `It never shows what it holds`() throws {
    let secret = try SecretBytes(capacity: 32)
    for byte in "031160001234".utf8 { #expect(secret.append(byte)) }
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), String(describing: Optional(secret)), dumped] {
      #expect(!text.contains("0311") && !text.contains("48"), "\(text)")
    }
  }

  @Test func `It takes what a descriptor gives and knows the end`() throws {
    let pipe = Foundation.Pipe()
    let secret = try SecretBytes(capacity: 4)
    try pipe.fileHandleForWriting.write(contentsOf: Array("abcdef".utf8))
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    #expect(try secret.read(from: descriptor))
    #expect(secret.withBytes { Array($0) } == Array("abcd".utf8))
    #expect(try secret.read(from: descriptor))
    #expect(secret.withBytes { Array($0) } == Array("ef".utf8))
    try pipe.fileHandleForWriting.close()
    #expect(try !secret.read(from: descriptor))
    #expect(throws: SystemError.self) { try secret.read(from: -1) }
  }
}

@Suite struct OwnThreadTests {
  @Test func `Work that takes too long is given up, and other work gives its answer or its failure`() async throws {
    let pipe = Foundation.Pipe()
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    await #expect(throws: DeadlinePassed.self) {
      try await onOwnThread(named: "slow", within: .milliseconds(10)) {
        var byte: UInt8 = 0
        return read(descriptor, &byte, 1)
      }
    }
    try pipe.fileHandleForWriting.close()
    #expect(try await onOwnThread(named: "quick", within: .seconds(300)) { 7 } == 7)
    await #expect(throws: SystemError.self) {
      try await onOwnThread(named: "failing", within: .seconds(300)) { () throws -> Int in
        throw SystemError("thử", "lỗi", code: EIO)
      }
    }
  }
}
