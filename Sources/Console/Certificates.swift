import Foundation
import Glibc
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// Where a listener's certificate and key are, both in PEM.
package struct CertificateFiles: Hashable, Sendable {
  /// The certificate, followed by those that vouch for it.
  package let certificate: String
  package let key: String

  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}

/// A certificate or its key cannot be used.
package struct CertificateError: Error, Hashable, CustomStringConvertible {
  package let path: String
  package let reason: String

  package var description: String {
    "Không dùng được \(path): \(reason). Hãy kiểm tra console.tls, hoặc tạo mới bằng luot tls self-signed."
  }
}

/// The certificate a listener shows, as it stands in its files now: replaced there, it is used from the next
/// connection on, and one that cannot be read leaves the one before in use.
///
/// Looked at when somebody connects: there is nothing to be missed, and nothing to be told.
final class Certificates: Sendable {
  /// Which files those were: changed, renamed over or touched, they are read again.
  private struct Stamp: Hashable {
    let inode: Int?
    let size: Int?
    let modified: Date?
  }

  private struct State {
    var stamps: [Stamp?]
    var chain: [NIOSSLCertificateSource]
    var key: NIOSSLPrivateKeySource

    var override: NIOSSLContextConfigurationOverride {
      var override = NIOSSLContextConfigurationOverride()
      override.certificateChain = chain
      override.privateKey = key
      return override
    }
  }

  private let files: CertificateFiles
  private let log: Logger
  private let state: Mutex<State>

  /// - Throws: `CertificateError`.
  init(_ files: CertificateFiles, log: Logger) throws(CertificateError) {
    self.files = files
    self.log = log
    // Before they are read: what changes meanwhile is read again.
    let stamps = Self.stamps(of: files)
    let (chain, key) = try Self.read(files)
    state = Mutex(State(stamps: stamps, chain: chain, key: key))
  }

  /// TLS 1.2 and 1.3, and HTTP/1.1 within.
  var configuration: TLSConfiguration {
    let (chain, key) = state.withLock { ($0.chain, $0.key) }
    var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    configuration.sslContextCallback = { [self] _, promise in promise.succeed(self.current()) }
    return configuration
  }

  private func current() -> NIOSSLContextConfigurationOverride {
    let stamps = Self.stamps(of: files)
    return state.withLock { state in
      guard stamps != state.stamps else { return state.override }
      // Also when it fails: complained of once, and looked at again when the files change again.
      state.stamps = stamps
      do {
        (state.chain, state.key) = try Self.read(files)
        log.notice("The certificate was read anew", metadata: ["tls.certificate": "\(files.certificate)"])
      } catch {
        log.error(
          "The new certificate cannot be used, going on with the one before", metadata: ["error": "\(error)"])
      }
      return state.override
    }
  }

  private static func read(
    _ files: CertificateFiles
  ) throws(CertificateError) -> (chain: [NIOSSLCertificateSource], key: NIOSSLPrivateKeySource) {
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
    } catch {
      throw CertificateError(path: files.certificate, reason: reason(files.certificate, error))
    }
    let key: NIOSSLPrivateKey
    do {
      key = try NIOSSLPrivateKey(file: files.key, format: .pem)
      // One that does not belong to the other would fail every visitor instead of the start.
      _ = try NIOSSLContext(
        configuration: .makeServerConfiguration(
          certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    } catch {
      throw CertificateError(path: files.key, reason: reason(files.key, error))
    }
    guard let last = chain.first?.notValidAfter, last > time(nil) else {
      throw CertificateError(path: files.certificate, reason: "chứng chỉ đã hết hạn")
    }
    return (chain.map { .certificate($0) }, .privateKey(key))
  }

  private static func reason(_ path: String, _ error: any Error) -> String {
    access(path, R_OK) == 0
      ? "không phải PEM hợp lệ, hoặc khóa và chứng chỉ không khớp nhau" : String(cString: strerror(errno))
  }

  private static func stamps(of files: CertificateFiles) -> [Stamp?] {
    [files.certificate, files.key].map { path in
      guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
      return Stamp(
        inode: facts[.systemFileNumber] as? Int, size: facts[.size] as? Int,
        modified: facts[.modificationDate] as? Date)
    }
  }
}
