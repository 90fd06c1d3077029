import FrontDesk
import Hummingbird

extension Routes {
  var printers: [Route] {
    let (context, requester, isAdministrator) = (context, requester, isAdministrator)
    return [
      .get("/api/v1/printers") { _ in try JSONAnswer.response(context.printing?.conditions ?? []) },
      .post("/api/v1/printers/{id}/test") { call in
        guard isAdministrator else { throw Problem.administratorOnly }
        try call.expectNoFields()
        return try await context.printTests.once(call.key, by: requester) {
          guard let printing = context.printing else { throw RequestProblem.noSuchPrinter(call.pathID, known: []) }
          return try JSONAnswer.response(try await printing.test(call.pathID))
        }
      },
    ]
  }
}
