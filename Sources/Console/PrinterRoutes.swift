import FrontDesk
import Hummingbird
import Records

extension Routes {
  var printers: [Route] {
    let context = context
    return [
      .get(
        "/api/v1/printers",
        Described("How the printers are.", gives: .answer([PrinterAnswer].self))
      ) { _ in try JSONAnswer.response(context.printing?.conditions ?? []) },
      .post(
        "/api/v1/printers/{id}/test",
        Described(
          "Prints a slip to try the printer.", gives: .answer(PrinterAnswer.self),
          refuses: [.unknownPrinter, .printerFailed]), for: .role(.administrator)
      ) { call in
        try call.expectNoFields()
        return try await context.printTests.once(call.key, by: call.requester) {
          guard let printing = context.printing else { throw RequestProblem.noSuchPrinter(call.pathID, known: []) }
          return try JSONAnswer.response(try await printing.test(call.pathID))
        }
      },
    ]
  }
}
