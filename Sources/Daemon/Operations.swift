import Console
import Drawing
import Foundation
import FrontDesk
import Logging
import Queueing
import Records
import ServiceLifecycle
import Settings
import Storage
import SystemIO

extension Kiosk {
  /// The first instant at which any release of this program could run, and years after the last one somebody may.
  private static let believable = (
    from: CivilTime.instant(epochDay: ServiceDay(year: 2026, month: 1, day: 1).epochDay, secondOfDay: 0),
    until: CivilTime.instant(epochDay: ServiceDay(year: 2046, month: 1, day: 1).epochDay, secondOfDay: 0)
  )

  static func officeClock(_ settings: Configuration.Clock) -> OfficeClock {
    let limits = ClockLimits(
      earliest: believable.from, latest: believable.until, longestRest: settings.longestOffDays * 86_400)
    return OfficeClock(limits: limits, run: UUID().uuidString) {
      let time = MachineClock.read()
      return ClockReading(
        wall: Timestamp(milliseconds: time.wall), uptime: time.uptime, isSynchronised: time.isSynchronised)
    }
  }

  static func serviceManager() throws(StartFailure) -> ServiceManager {
    do {
      return try ServiceManager()
    } catch {
      throw StartFailure(.unavailable, error.description)
    }
  }

  /// Fills empty registers; `false` when the store cannot be written now.
  static func seed(_ reception: Reception, _ registers: RegisterSeed, log: Logger) async -> Bool {
    do {
      try await reception.seed(members: registers.members, villages: registers.villages)
      return true
    } catch {
      log.error("The registers could not be filled yet", metadata: ["error": "\(error)"])
      return false
    }
  }
}

extension Kiosk {
  static func operations(
    store: Store, folder: StateFolder, clock: WallClock, badges: BadgeOperations
  ) -> Operations {
    Operations(
      backup: { file in
        let target = try backupTarget(file, folder: folder, clock: clock)
        return BackupAnswer(file: target, verification: VerificationAnswer(try await store.backup(to: target)))
      },
      verify: { VerificationAnswer(try await store.verify()) }, badges: badges)
  }

  static func badges(reception: Reception, cards: CardStation, key: BadgeKeyFile) -> BadgeOperations {
    BadgeOperations(
      enrolCard: { member, reader, requester in
        // A stopping daemon waits for no card.
        let digest = try await cancelWhenGracefulShutdown { try await cards.nextCard(on: reader) }
        return try await reception.enrolBadge(digest, member: member, by: requester)
      },
      makeCode: { member, requester in
        let secret = SlipToken.make()
        let digest: Data
        do {
          digest = try Array(secret.utf8).withUnsafeBytes { try key.key().digest(of: $0, .code) }
        } catch {
          throw CardProblem.failed("\(error)")
        }
        let code = ScanRules.staffPrefix + secret
        let outline = try CodeOutline(of: code)
        var badge = try await reception.enrolBadge(digest, member: member, code: code, by: requester)
        badge.picture = CodePicture(side: outline.side, path: outline.path)
        return badge
      })
  }

  /// Where a backup goes: a new file, by its full name or one named after the time.
  private static func backupTarget(_ file: String?, folder: StateFolder, clock: WallClock) throws -> String {
    if let file {
      guard file.hasPrefix("/") else {
        throw RequestProblem.invalid([
          FieldProblem(
            field: "file", value: file, accepted: "đường dẫn đầy đủ của một tệp chưa có, ví dụ /media/usb/luot.sqlite",
            reason: "Đường dẫn phải bắt đầu bằng dấu /.")
        ])
      }
      guard !FileManager.default.fileExists(atPath: file) else { throw BackupFailure(path: file, reason: .exists) }
      return file
    }
    let name = clock.now().iso8601.prefix(19).filter { $0 != ":" && $0 != "-" }.replacing("T", with: "-")
    let target = "\(folder.backups)/luot-\(name).sqlite"
    do {
      try FileManager.default.createDirectory(atPath: folder.backups, withIntermediateDirectories: true)
    } catch {
      throw BackupFailure(path: target, reason: .noPermission)
    }
    return target
  }
}
