import FrontDesk
import HTTPTypes
import Hummingbird
import Records
import NIOCore

extension Routes {
  /// What the screens show, and touches from afar.
  var screens: [Route] {
    let context = context
    return [
      .get(
        "/screens/{id}.png",
        Described(
          "What a screen shows now.",
          asks: [.may("width", .integer(ScreenSize.widths)), .may("height", .integer(ScreenSize.heights))],
          gives: .file("image/png"), refuses: [.unknownScreen]), query: ["width", "height"], for: .role(.administrator)
      ) { call in
        let width = try call.query.integer("width", in: ScreenSize.widths)
        let height = try call.query.integer("height", in: ScreenSize.heights)
        let png = try await context.pictures.pass(patience: context.limits.longReadPatience) {
          try await context.screens.picture(of: call.pathID, width: width, height: height)
        }
        return Response(
          status: .ok,
          headers: [.contentType: "image/png", .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
          body: ResponseBody(byteBuffer: ByteBuffer(bytes: png)))
      },
      .post(
        "/screens/{id}/touch",
        Described(
          "Touches a screen from afar; a pixel of its picture.",
          takes: [.must("x", .integer(0...7680)), .must("y", .integer(0...7680))], gives: .answer(TouchAnswer.self),
          refuses: [.unknownScreen, .noTouch]), for: .role(.administrator)
      ) { call in
        let (x, y) = try call.fields { fields in (fields.requiredInteger("x"), fields.requiredInteger("y")) }
        return try await context.touches.once(call.key, by: call.requester) {
          try JSONAnswer.response(try await context.screens.touch(call.pathID, x: x, y: y))
        }
      },
    ]
  }
}
