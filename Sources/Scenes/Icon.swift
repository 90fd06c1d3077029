package import Queueing

/// The product's own pictograms, drawn as lines on a field of 24 × 24.
package enum Icon: String, Hashable, CaseIterable, Sendable {
  // Services
  case certificate, land, online, identity, health, payment
  // Priority
  case elderly, wheelchair, pregnant, child, medal, star
  // Actions and states
  case back, help, textSize, language, check, printer, camera, clock, warning, people, info, closed, group

  /// The icon of a service that Lượt knows; others show their letter.
  package init?(service: ServiceID) {
    switch service.text {
    case "ho-tich": self = .certificate
    case "dat-dai": self = .land
    case "dvc-truc-tuyen": self = .online
    case "vneid": self = .identity
    case "suc-khoe-an-sinh": self = .health
    case "thanh-toan-so": self = .payment
    default: return nil
    }
  }

  package init(priority: PriorityClassID) {
    switch priority.text {
    case "elderly": self = .elderly
    case "severe-disability": self = .wheelchair
    case "pregnant": self = .pregnant
    case "small-child": self = .child
    case "meritorious": self = .medal
    default: self = .star
    }
  }
}
