import ArgumentParser
import Drawing
import EscPos
import Foundation
import Queueing
import Scenes

/// Times what a slip costs before it reaches the printer, and leaves the slip for others to be timed on.
struct SlipDrawing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slip", abstract: "Times drawing and encoding of a slip; used by Bench/slip.")

  @Option(help: "Where slip.png and slip.bin are written.")
  var folder: String

  private static let rounds = 200

  func run() throws {
    let scene = SlipScene(
      centre: "Trung tâm Phục vụ hành chính công xã Kiến Minh", number: TicketNumber(series: "A", ordinal: 5),
      service: "Hộ tịch – chứng thực", priority: "Người từ 60 tuổi", ahead: 4, minutes: 10...20,
      place: "Mời ông/bà chờ tại sảnh và nhìn bảng gọi số", issuedAt: Timestamp(milliseconds: 1_795_400_045_000),
      code: SlipScene.Code(
        payload: "http://192.168.1.20:8201/t/7H2KQ9M4XVTP3RWC", caption: "Quét mã để theo dõi lượt trên điện thoại"))
    let renderer = try SlipRenderer()
    var (first, later, encoding) = (Samples(), Samples(), Samples())
    try first.add { _ = Self.job(try renderer.render(scene, width: .dots576)) }
    for _ in 0..<Self.rounds { try later.add { _ = Self.job(try renderer.render(scene, width: .dots576)) } }
    let bitmap = try renderer.render(scene, width: .dots576)
    for _ in 0..<Self.rounds { encoding.add { _ = Self.job(bitmap) } }
    try Data(bitmap.png()).write(to: URL(fileURLWithPath: folder + "/slip.png"))
    try Data(Self.job(bitmap).bytes).write(to: URL(fileURLWithPath: folder + "/slip.bin"))
    let figures = [
      "width": Double(bitmap.width), "height": Double(bitmap.height), "first": first.p50, "p50": later.p50,
      "p99": later.p99, "encoding": encoding.p50,
    ]
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
  }

  private static func job(_ bitmap: Bitmap1) -> SlipJob {
    SlipJob(Raster(bytesPerRow: bitmap.bytesPerRow, bytes: bitmap.bytes), cut: .partial)
  }
}
