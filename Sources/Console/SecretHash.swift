import CCrypt
import Foundation

/// Secrets as they are stored: yescrypt through the system's crypt(3), with a salt of its own each.
enum SecretHash {
  struct Unavailable: Error {}

  /// What looking at the secret of nobody is measured against, so that it takes as long as that of somebody.
  static let nobody = "$y$j9T$Zvrsr2tRZ7aKKHF8S5LSb.$khLjUCP8OnUHJcUfrVoM8Lle661Nl8wIt5vEDYBAjJ9"

  /// - Parameter cost: of yescrypt, 1–11, see crypt(5); 5 is the system's own default and takes 16 MiB for a moment.
  static func make(_ secret: String, cost: Int) throws -> String {
    var settings = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
    var random = SystemRandomNumberGenerator()
    var salt = (0..<16).map { _ in CChar(truncatingIfNeeded: random.next()) }
    guard crypt_gensalt_rn("$y$", UInt(cost), &salt, Int32(salt.count), &settings, Int32(settings.count)) != nil,
      let hash = crypt(secret, settings: text(of: settings))
    else { throw Unavailable() }
    return hash
  }

  static func matches(_ secret: String, _ hash: String) -> Bool {
    guard let made = crypt(secret, settings: hash) else { return false }
    return isEqual(made, hash)
  }

  /// Takes as long for a wrong text as for the right one.
  static func isEqual(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    return zip(left.utf8, right.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func crypt(_ secret: String, settings: String) -> String? {
    // 32 KiB of scratch, in which the secret stays behind: wiped, and not on a small stack.
    let scratch = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
    scratch.initialize(to: crypt_data())
    defer {
      explicit_bzero(scratch, MemoryLayout<crypt_data>.size)
      scratch.deallocate()
    }
    guard let output = crypt_r(secret, settings, scratch) else { return nil }
    let hash = String(cString: output)
    // A failure is a text that begins with an asterisk, crypt(3).
    return hash.hasPrefix("$y$") ? hash : nil
  }

  private static func text(of buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
