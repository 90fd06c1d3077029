import Glibc
import SystemIO
import Testing

@Suite(.timeLimit(.minutes(15)))
struct TerminalTests {
  @Test func `A terminal knows its size, a pipe is no terminal`() throws {
    let terminal = try PseudoTerminal(columns: 132, rows: 43)
    #expect(Terminal.isTerminal(terminal.descriptor))
    #expect(Terminal.size(of: terminal.descriptor) == Terminal.Size(columns: 132, rows: 43))

    let pipe = try Pipe()
    #expect(!Terminal.isTerminal(pipe.writeEnd))
    #expect(Terminal.size(of: pipe.writeEnd) == nil)
    try #expect(Terminal.size(of: PseudoTerminal(columns: 0, rows: 0).descriptor) == nil)
  }

  @Test func `Colour is for terminals whose reader has not refused it`() throws {
    let terminal = try PseudoTerminal(columns: 80, rows: 24)
    let pipe = try Pipe()
    #expect(Terminal.wantsColour(terminal.descriptor) { _ in nil })
    #expect(Terminal.wantsColour(terminal.descriptor) { $0 == "NO_COLOR" ? "" : nil })
    #expect(!Terminal.wantsColour(terminal.descriptor) { $0 == "NO_COLOR" ? "1" : nil })
    #expect(!Terminal.wantsColour(terminal.descriptor) { $0 == "TERM" ? "dumb" : nil })
    #expect(!Terminal.wantsColour(pipe.writeEnd) { _ in nil })
  }
}

@Suite struct SystemErrorTests {
  @Test func `Whatever the system refuses, the sentence says what to do`() {
    // asm-generic/errno.h of Linux ends at 133.
    for code in CInt(1)...133 {
      let sentence = SystemError("mở", "/dev/usb/lp0", code: code).description
      #expect(sentence.hasPrefix("Không mở được /dev/usb/lp0: ") && sentence.hasSuffix("."))
      #expect(sentence.contains("; hãy "), "\(code): \(sentence)")
    }
  }
}

@Suite(.timeLimit(.minutes(15)))
struct ProcessFactsTests {
  @Test func `Free space of a folder is that of its file system, and a missing folder is named`() throws {
    let folder = try TemporaryFolder()
    var facts = statvfs()
    try #require(statvfs(folder.path, &facts) == 0)
    let size = Int64(facts.f_blocks) * Int64(facts.f_frsize)
    let free = try ProcessFacts.freeBytes(folder: folder.path)
    #expect(free >= 0 && free < size)

    let error = #expect(throws: SystemError.self) { try ProcessFacts.freeBytes(folder: "/nonexistent") }
    #expect(error?.description.contains("/nonexistent") == true)
  }

  @Test func `Memory that is written to counts as private`() throws {
    let size = 64 << 20
    let before = try ProcessFacts.memory()
    let memory = try #require(
      mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    memset(memory, 1, size)
    let after = try ProcessFacts.memory()
    munmap(memory, size)

    #expect(after.private - before.private > size / 2)
  }
}
