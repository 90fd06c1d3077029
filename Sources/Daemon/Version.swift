package enum KioskVersion {
  package static let text = "0.1.0"
}
