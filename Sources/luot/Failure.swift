import Daemon

/// Why a command could not do what was asked, as the sentence a person reads, and how the program ends.
struct Failure: Error, Hashable {
  let code: Daemon.ExitCode
  let sentence: String
  /// The HTTP status of the daemon's answer; `nil` when it was not the daemon that refused.
  let status: Int?

  init(_ code: Daemon.ExitCode, _ sentence: String, status: Int? = nil) {
    self.code = code
    self.sentence = sentence
    self.status = status
  }

  /// A rule of the queue or of the request said no; the office is well.
  var isRefusal: Bool { (400..<500).contains(status ?? 0) }
}

/// An error as the API tells it: `application/problem+json` of RFC 9457. The detail names wrong fields and what they
/// accept.
struct Problem: Decodable, Hashable {
  let code: String?
  let detail: String?
}

extension Failure {
  /// - Parameter problem: `nil` when the answer was something else than a problem.
  init(status: Int, problem: Problem?) {
    let code: Daemon.ExitCode =
      switch (status, problem?.code) {
      case (400..<500, _): .badData
      case (507, _): .inputOutput
      case (503, "busy"): .temporary
      case (503, "store-corrupt"): .badData
      case (503, "store-read-only"), (503, "store-failing"): .inputOutput
      default: .internalFault
      }
    let silence = "luotd trả lời mã \(status) mà không nói lý do; hãy xem nhật ký của luotd."
    self.init(code, problem?.detail ?? silence, status: status)
  }

  static func unreadable(_ error: any Error) -> Failure {
    Failure(.internalFault, "Không hiểu câu trả lời của luotd; hãy dùng luot và luotd cùng một phiên bản (\(error)).")
  }
}
