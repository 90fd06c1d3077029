/// How a printer is, as far as anybody can know.
package enum PrinterState: Hashable, Sendable {
  case ready
  /// Prints; the roll ends soon.
  case lowPaper
  case outOfPaper
  case coverOpen
  /// The cutter is jammed.
  case cutter
  case offline(OfflineCause)
  /// Not plugged in, or not to be reached.
  case gone
  /// It has never said how it is. That is no fault: many a printer cannot.
  case unknown

  package enum OfflineCause: Hashable, Sendable {
    /// It says no more than that.
    case unsaid
    case fedByHand
    case overheated
    case broken
    /// It takes no data.
    case stuck
    /// It has answered before and answers no more.
    case silent
    /// This system does not open it; a sentence.
    case refused(String)
  }

  /// What the answers mean, the cause that a person must mend first.
  package init(_ answers: StatusAnswers) {
    self =
      if answers.isCoverOpen {
        .coverOpen
      } else if answers.isPaperAtEnd || answers.hasStoppedForPaper {
        .outOfPaper
      } else if answers.hasCutterError {
        .cutter
      } else if answers.hasUnrecoverableError {
        .offline(.broken)
      } else if answers.hasPassingError {
        .offline(.overheated)
      } else if answers.isFedByHand {
        .offline(.fedByHand)
      } else if answers.isOffline || answers.hasError {
        .offline(.unsaid)
      } else if answers.isPaperNearEnd {
        .lowPaper
      } else {
        .ready
      }
  }

  /// What the port tells where the printer itself does not answer.
  package init(_ port: PortStatus) {
    self =
      if port.isPaperOut {
        .outOfPaper
      } else if !port.isSelected || port.hasError {
        .offline(.unsaid)
      } else {
        .unknown
      }
  }

  /// Whether a slip may be sent: nothing is known to be in its way.
  package var takesSlips: Bool {
    switch self {
    case .ready, .lowPaper, .unknown: true
    case .outOfPaper, .coverOpen, .cutter, .offline, .gone: false
    }
  }
}
