import ArgumentParser
import Daemon
import Foundation

struct TLSGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tls", abstract: "Mã hóa đường truyền giữa trình duyệt và luotd.", subcommands: [SelfSigned.self])

  struct SelfSigned: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "self-signed",
      abstract: "Tạo chứng chỉ tự ký cho trang của nhân viên, dùng được ngay.",
      discussion: """
        Trình duyệt không biết ai cấp chứng chỉ này nên cảnh báo ở lần đầu. Hãy so dấu vân tay SHA-256 trình duyệt cho \
        xem với dấu vân tay in ra ở đây rồi mới chấp nhận.
        """)

    @Option(
      help: ArgumentHelp("Tên máy trong mạng, như kiosk.local; ghi nhiều lần được.", valueName: "tên"))
    var name: [String] = []

    @Option(help: ArgumentHelp("Địa chỉ IP của máy, như 192.168.1.10; ghi nhiều lần được.", valueName: "địa chỉ"))
    var address: [String] = []

    @Option(name: [.customShort("o"), .customLong("out")], help: ArgumentHelp("Thư mục.", valueName: "thư mục"))
    var folder = "/etc/luot"

    @Option(help: ArgumentHelp("Có hiệu lực bao nhiêu ngày, từ 1 đến 825.", valueName: "ngày"))
    var days = 825

    @Flag(help: "Thay chứng chỉ đang có; luotd dùng chứng chỉ mới ngay, không cần khởi động lại.")
    var replace = false

    func validate() throws {
      guard !name.isEmpty || !address.isEmpty else {
        throw ValidationError("Hãy ghi máy được gọi bằng gì: --name hoặc --address.")
      }
      // Browsers refuse certificates that are good for longer.
      guard (1...825).contains(days) else { throw ValidationError("--days từ 1 đến 825.") }
      for name in name where !Self.isHostName(name) { throw ValidationError("Không phải tên máy: \(name)") }
      for address in address where !Self.isAddress(address) {
        throw ValidationError("Không phải địa chỉ IP: \(address)")
      }
    }

    func run() throws {
      let certificate = folder + "/luot.crt"
      let key = folder + "/luot.key"
      if !replace {
        for path in [certificate, key] where FileManager.default.fileExists(atPath: path) {
          throw Failure(.usage, "Đã có \(path). Thêm --replace để thay.")
        }
      }
      let made = (certificate: certificate + ".new", key: key + ".new")
      defer { for path in [made.certificate, made.key] { try? FileManager.default.removeItem(atPath: path) } }
      let alternatives = name.map { "DNS:\($0)" } + address.map { "IP:\($0)" }
      // Whoever reads the key can pass for this machine: never for others, not even for a moment.
      let mask = umask(0o077)
      defer { umask(mask) }
      try openssl([
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "\(days)",
        "-subj", "/CN=\(name.first ?? address.first ?? "luot")", "-addext",
        "subjectAltName=\(alternatives.joined(separator: ","))", "-addext", "basicConstraints=critical,CA:FALSE",
        "-addext", "extendedKeyUsage=serverAuth", "-keyout", made.key, "-out", made.certificate,
      ])
      let print = try openssl(["x509", "-in", made.certificate, "-noout", "-fingerprint", "-sha256"])
      chmod(made.certificate, 0o644)
      // The daemon has its own user; its group may read the key.
      if let group = getgrnam("luot"), chown(made.key, uid_t.max, group.pointee.gr_gid) == 0 { chmod(made.key, 0o640) }
      // The key first: the daemon goes on with the old pair until both fit.
      for (from, to) in [(made.key, key), (made.certificate, certificate)] where rename(from, to) != 0 {
        throw Failure(.noPermission, "Không ghi được \(to): \(String(cString: strerror(errno))).")
      }
      Swift.print("Đã tạo \(certificate) và \(key), có hiệu lực \(days) ngày.")
      Swift.print("Dấu vân tay SHA-256: \(print.split(separator: "=").last.map(String.init) ?? print)")
      Swift.print("Ghi vào mục [console] của luot.toml rồi khởi động lại luotd:")
      Swift.print("  tls = [\"\(certificate)\", \"\(key)\"]")
    }

    /// Runs openssl, whose certificates every browser reads, and returns what it printed.
    @discardableResult
    private func openssl(_ arguments: [String]) throws -> String {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
      process.arguments = arguments
      let (output, complaints) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = complaints
      process.standardInput = FileHandle.nullDevice
      do {
        try process.run()
      } catch {
        throw Failure(.unavailable, "Không chạy được openssl. Hãy cài gói openssl.")
      }
      // A few lines each, which fit into a pipe.
      let printed = try output.fileHandleForReading.readToEnd() ?? Data()
      let complained = try complaints.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        let reason = String(decoding: complained, as: UTF8.self).split(separator: "\n").last ?? ""
        throw Failure(.inputOutput, "Không tạo được chứng chỉ trong \(folder): \(reason)")
      }
      return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Nothing that would end the name in openssl's own syntax.
    static func isHostName(_ text: String) -> Bool {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      return text.utf8.count <= 253
        && parts.allSatisfy { part in
          (1...63).contains(part.utf8.count) && part.first != "-" && part.last != "-"
            && part.unicodeScalars.allSatisfy {
              $0.isASCII && ($0.properties.isAlphabetic || $0 == "-" || ("0"..."9").contains($0))
            }
        }
    }

    static func isAddress(_ text: String) -> Bool {
      var room = in6_addr()
      return inet_pton(AF_INET, text, &room) == 1 || inet_pton(AF_INET6, text, &room) == 1
    }
  }
}
