/// What a member signs in with: a PIN of digits, or a password.
package enum Secret {
  package static let pinDigits = 6...12
  /// Characters of a password. The upper end bounds what is hashed.
  package static let passwordCharacters = 10...72

  package static let accepted = """
    mã PIN từ \(pinDigits.lowerBound) đến \(pinDigits.upperBound) chữ số, không phải dãy dễ đoán, hoặc mật khẩu từ \
    \(passwordCharacters.lowerBound) đến \(passwordCharacters.upperBound) ký tự
    """

  /// Why a secret may not be used, as a sentence; `nil` when it may.
  package static func objection(to text: String) -> String? {
    let scalars = text.unicodeScalars
    if scalars.contains(where: { $0.properties.generalCategory == .control }) { return "Có ký tự điều khiển." }
    if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      guard pinDigits.contains(text.utf8.count) else { return "Số chữ số không đúng." }
      return isGuessable(Array(text.utf8)) ? "Dãy số này dễ đoán." : nil
    }
    guard passwordCharacters.contains(scalars.count) else { return "Độ dài không đúng." }
    return Set(scalars).count < 4 ? "Mật khẩu này dễ đoán." : nil
  }

  /// Digits that go up or down by one or repeat themselves: what is tried first.
  private static func isGuessable(_ digits: [UInt8]) -> Bool {
    let steps = zip(digits, digits.dropFirst()).map { Int($1) - Int($0) }
    if let first = steps.first, (-1...1).contains(first), steps.allSatisfy({ $0 == first }) { return true }
    for period in 1...3 where digits.count % period == 0 {
      if digits.indices.dropFirst(period).allSatisfy({ digits[$0] == digits[$0 - period] }) { return true }
    }
    return false
  }

  /// A PIN that nobody chose.
  package static func randomPIN(using random: inout some RandomNumberGenerator) -> String {
    while true {
      let digits = (0..<pinDigits.lowerBound).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
      if objection(to: digits) == nil { return digits }
    }
  }
}
