import Daemon
import Testing

@testable import luot

struct FailureTests {
  @Test(arguments: [
    (400, nil, Daemon.ExitCode.badData), (404, nil, .badData), (409, "counter-busy", .badData),
    (422, "invalid-field", .badData), (500, nil, .internalFault), (503, "store-corrupt", .badData),
    (503, "store-read-only", .inputOutput), (503, "store-failing", .inputOutput), (503, "busy", .temporary),
    (503, nil, .internalFault), (507, "storage-full", .inputOutput),
  ])
  func `A status of the daemon becomes an exit code`(status: Int, code: String?, expected: Daemon.ExitCode) {
    let failure = Failure(status: status, problem: Problem(code: code, detail: "Vì sao."))
    #expect(failure == Failure(expected, "Vì sao.", status: status))
    #expect(failure.isRefusal == (status < 500))
  }

  @Test func `An answer that is no problem still becomes a sentence with its status`() {
    #expect(Failure(status: 502, problem: nil).sentence.contains("502"))
  }
}
