import Foundation
import PrinterEmulation
import Simulation
import Testing

@testable import EscPos

@Suite struct EncodingTests {
  /// A picture from a seed, about half black.
  private func noise(bytesPerRow: Int, rows: Int, seed: UInt64) -> Raster {
    var generator = SplitMix64(seed: seed)
    return Raster(
      bytesPerRow: bytesPerRow,
      bytes: (0..<bytesPerRow * rows).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  @Test func `Each command has the bytes of the data sheet`() {
    #expect(PrintCommand.initialize.bytes == [0x1B, 0x40])
    #expect(PrintCommand.density(3).bytes == [0x1D, 0x28, 0x4B, 2, 0, 0x31, 3])
    #expect(PrintCommand.density(-2).bytes == [0x1D, 0x28, 0x4B, 2, 0, 0x31, 254])
    #expect(PrintCommand.density(99).bytes.last == 8)
    #expect(PrintCommand.density(-99).bytes.last == 250)
    #expect(PrintCommand.feed(lines: 6).bytes == [0x1B, 0x64, 6])
    #expect(PrintCommand.cut(.full).bytes == [0x1D, 0x56, 0])
    #expect(PrintCommand.cut(.partial).bytes == [0x1D, 0x56, 1])
    #expect(PrintCommand.cut(.none).bytes == [])
    #expect(PrintCommand.requestPaper.bytes == [0x1D, 0x72, 1])
    #expect(RealTimeCommand.status(.printer).bytes == [0x10, 0x04, 1])
    #expect(RealTimeCommand.status(.offlineCause).bytes == [0x10, 0x04, 2])
    #expect(RealTimeCommand.status(.error).bytes == [0x10, 0x04, 3])
    #expect(RealTimeCommand.status(.paper).bytes == [0x10, 0x04, 4])
    #expect(RealTimeCommand.recover.bytes == [0x10, 0x05, 2])
  }

  @Test(arguments: [(576, [0x48, 0x00] as [UInt8]), (512, [0x40, 0x00]), (432, [0x36, 0x00]), (384, [0x30, 0x00])])
  func `A picture is headed by its size, in bytes across and dots down`(dots: Int, width: [UInt8]) {
    let raster = Raster(bytesPerRow: dots / 8, bytes: [UInt8](repeating: 0xAA, count: dots / 8 * 300))
    let bytes = PrintCommand.raster(raster).bytes
    //                        GS    v     0     m     xL xH   yL    yH    300 = 0x012C
    #expect(Array(bytes.prefix(8)) == [0x1D, 0x76, 0x30, 0x00] + width + [0x2C, 0x01])
    #expect(bytes.dropFirst(8).elementsEqual(raster.bytes))
  }

  /// Written by python-escpos 3.1: `Dummy().image(picture, impl="bitImageRaster")` of a 16 × 3 picture with the corners,
  /// a diagonal and a full row black.
  @Test func `A picture has the bytes of python-escpos`() {
    let raster = Raster(bytesPerRow: 2, bytes: [0x80, 0x01, 0x40, 0x02, 0xFF, 0xFF])
    #expect(
      PrintCommand.raster(raster).bytes == [
        0x1D, 0x76, 0x30, 0x00, 0x02, 0x00, 0x03, 0x00, 0x80, 0x01, 0x40, 0x02, 0xFF, 0xFF,
      ])
  }

  @Test func `A slip begins afresh, feeds to the cutter and is cut`() {
    let job = SlipJob(Raster(bytesPerRow: 1, bytes: [0xFF]), cut: .partial, density: 2)
    #expect(
      job.bytes == [0x1B, 0x40] + [0x1D, 0x28, 0x4B, 2, 0, 0x31, 2] + [0x1D, 0x76, 0x30, 0, 1, 0, 1, 0, 0xFF]
        + [0x1B, 0x64, 6] + [0x1D, 0x56, 1])
    #expect(
      SlipJob(Raster(bytesPerRow: 1, bytes: [0xFF]), cut: .none).bytes
        == [0x1B, 0x40] + [0x1D, 0x76, 0x30, 0, 1, 0, 1, 0, 0xFF] + [0x1B, 0x64, 6])
  }

  @Test(arguments: [72, 64, 54, 48], [1, 239, 240, 241, 822, 1500])
  func `A printer turns the bytes back into the picture`(bytesPerRow: Int, rows: Int) throws {
    let picture = noise(bytesPerRow: bytesPerRow, rows: rows, seed: UInt64(rows))
    let calm = Raster(bytesPerRow: bytesPerRow, bytes: SlipJob.withoutRealTimeCommands(picture.bytes))
    var tape = PaperTape()
    tape.feed(SlipJob(picture, cut: .full).bytes)
    let slip = try #require(tape.slips.first)
    #expect(tape.slips.count == 1)
    #expect(tape.letters == [])
    #expect(slip.raster == calm)
    #expect(slip.cut == .full)
    #expect(slip.linesFed == 6)
  }

  @Test func `A picture never holds a real-time command, whatever it shows`() {
    for n in UInt8.min...UInt8.max {
      for second: UInt8 in [0x04, 0x05, 0x14] {
        // Within a row, from one row to the next, and from one raster command to the next.
        let rows = SlipJob.bandRows + 1
        var dots = [UInt8](repeating: 0x10, count: 2 * rows)
        for index in stride(from: 1, to: dots.count, by: 2) { dots[index] = second }
        dots[5] = n
        let bytes = SlipJob(Raster(bytesPerRow: 2, bytes: dots), cut: .full).bytes
        let commands = zip(bytes, bytes.dropFirst()).count { $0 == 0x10 && [0x04, 0x05, 0x14].contains($1) }
        #expect(commands == 0)
      }
    }
  }

  @Test func `Keeping a real-time command out adds one dot and takes none away`() {
    #expect(SlipJob.withoutRealTimeCommands([0x10, 0x04, 0x01]) == [0x18, 0x04, 0x01])
    #expect(SlipJob.withoutRealTimeCommands([0x10, 0x10, 0x14]) == [0x10, 0x18, 0x14])
    #expect(SlipJob.withoutRealTimeCommands([0x10, 0x03, 0x10]) == [0x10, 0x03, 0x10])
    #expect(SlipJob.withoutRealTimeCommands([]) == [])
    let picture = noise(bytesPerRow: 72, rows: 900, seed: 7)
    let calm = SlipJob.withoutRealTimeCommands(picture.bytes)
    let added = zip(picture.bytes, calm).map { $1 & ~$0 }
    #expect(added.contains(0x08) && added.allSatisfy { $0 == 0 || $0 == 0x08 })
    #expect(zip(picture.bytes, calm).allSatisfy { $0 & ~$1 == 0 })
  }

  /// Every place where a connection may break: the next slip is whole, and nothing comes out as letters.
  @Test func `The remedy puts a printer right that was left anywhere in a slip`() {
    let picture = noise(bytesPerRow: 3, rows: 2 * SlipJob.bandRows + 5, seed: 3)
    let job = SlipJob(picture, cut: .full)
    for length in 0..<job.bytes.count {
      var tape = PaperTape()
      tape.feed(job.bytes.prefix(length))
      tape.feed(job.remedy)
      let before = tape.slips.count
      tape.feed(job.bytes)
      #expect(
        tape.slips.count == before + 1
          && tape.slips.last?.raster == Raster(bytesPerRow: 3, bytes: SlipJob.withoutRealTimeCommands(picture.bytes)),
        "cut off after \(length) bytes")
      #expect(tape.letters == [], "cut off after \(length) bytes")
    }
  }
}
