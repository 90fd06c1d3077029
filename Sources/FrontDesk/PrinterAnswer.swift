/// How a printer is, as the front desk needs it.
package struct PrinterCondition: Hashable, Sendable {
  /// `ready`, `low-paper`, `out-of-paper`, `cover-open`, `cutter`, `offline`, `gone` or `unknown`.
  package let state: String
  /// Whether nothing is known to keep it from printing.
  package let takesSlips: Bool
  /// Whether somebody should look after it.
  package let needsCare: Bool
  /// What is wrong and what to do, as a sentence.
  package let detail: String

  package init(state: String, takesSlips: Bool, needsCare: Bool, detail: String) {
    self.state = state
    self.takesSlips = takesSlips
    self.needsCare = needsCare
    self.detail = detail
  }

  var isOutOfPaper: Bool { state == "out-of-paper" }

  package static let ready = PrinterCondition(
    state: "ready", takesSlips: true, needsCare: false, detail: "Máy in sẵn sàng.")
}

package struct PrinterAnswer: Hashable, Sendable, Codable {
  package let id: String
  package let state: String
  package let detail: String

  init(id: String, condition: PrinterCondition) {
    self.id = id
    state = condition.state
    detail = condition.detail
  }
}
