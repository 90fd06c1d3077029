import Foundation
import FrontDesk
import Logging
import Queueing
import Storage
import SystemIO

/// What has to look at the time and shows nothing: once a second.
struct Ticker {
  /// Seconds between looks at what changes slowly.
  private static let slowPeriod = 5
  /// Groups of imported lines that are taken in at one beat at most.
  private static let importGroups = 5
  /// Free bytes below which the disk is worth a warning: weeks of an office before it is full.
  static let lowDiskBytes: Int64 = 256 << 20

  /// Seconds between looks at whether the details of a day have become old enough.
  private static let ageingPeriod = 900

  let beat: Beat
  let store: Store
  let reception: Reception
  let registers: RegisterSeed
  /// Whether the registers were filled at the start; else it is tried again.
  let isSeeded: Bool
  let feed: JournalFeed
  let health: HealthRegister
  let notices: NoticeFolder
  let manager: ServiceManager
  let folder: StateFolder
  let log: Logger

  func run() async throws {
    var count = 0
    var isSeeded = isSeeded
    var isSummedUp = false
    var nextAgeing = 0
    var lastPing = ContinuousClock.now
    var failedBefore = false
    while !Task.isCancelled {
      do {
        try await reception.passTime()
        failedBefore = false
      } catch is CancellationError {
        break
      } catch {
        // Every second it may fail again; once is enough for the log, and health says it all the time.
        if !failedBefore { log.error("The passing of time could not be recorded", metadata: ["error": "\(error)"]) }
        failedBefore = true
      }
      health.noteStore()
      if count % Self.slowPeriod == 0 {
        lookAtDisk()
        notices.look()
        feed.nudgePrinting()
        let now = reception.clock.now()
        store.reopenIfNeeded(now: now, day: reception.office.serviceDay(at: now), epoch: UUID().uuidString)
        await store.probe()
        if !isSeeded, store.condition == .ready { isSeeded = await Kiosk.seed(reception, registers, log: log) }
        await lookForOddities()
        await lookForHelpCalls()
        await lookAtCalendar()
      }
      // A store that cannot write takes no lines, and need not say so every second.
      if store.condition == .ready { await goOnWithImports(count) }
      if !isSummedUp {
        isSummedUp = await sumUp()
      } else if count >= nextAgeing, store.condition == .ready {
        // One small step a second as long as there is something to erase, then a look now and then.
        nextAgeing = count + (await ageDetails() ? 1 : Self.ageingPeriod)
      }
      if let interval = manager.pingInterval, lastPing.duration(to: .now) >= interval - .seconds(1) {
        lastPing = .now
        ping()
      }
      count += 1
      do { try await beat.wait() } catch { break }
    }
  }

  /// Sums up one more day that is over; `true` when there is nothing left to do, and when it cannot be done: figures
  /// are then counted whenever they are asked for, and the next start tries again.
  private func sumUp() async -> Bool {
    do {
      return try await reception.sumUpPastDay()
    } catch {
      if !(error is CancellationError) {
        log.warning("Past days could not be summed up", metadata: ["error": "\(error)"])
      }
      return true
    }
  }

  /// Whether it did something.
  private func ageDetails() async -> Bool {
    do {
      let hasWorked = try await reception.ageDetails()
      health.note("retention", .ok, "Chi tiết được giữ và xóa đúng thời hạn lưu giữ.")
      return hasWorked
    } catch let problem as AgeingProblem {
      guard case .unproven(let day) = problem else { return false }
      log.error(
        "The details of a day are kept although they are due: its record does not prove itself",
        metadata: ["day": "\(day.text)"])
      health.note(
        "retention", .degraded,
        "Chưa xóa chi tiết đã hết hạn: dữ liệu ngày \(day.vietnameseText) không khớp nhật ký. Hãy chạy luot verify.")
    } catch {
      if !(error is CancellationError) {
        log.warning("Details that are due could not be erased yet", metadata: ["error": "\(error)"])
      }
    }
    return false
  }

  /// What a confirmation promised and a restart or a lost connection left undone, a part at each beat; then what is
  /// left of imports that nobody confirmed.
  private func goOnWithImports(_ count: Int) async {
    var isDone = false
    do {
      for _ in 0..<Self.importGroups where try await reception.continueImports() == false {
        isDone = true
        break
      }
      guard isDone else { return }
      if count % Self.slowPeriod == 0 { _ = try await reception.forgetOldImports() }
    } catch {
      if !(error is CancellationError) {
        log.warning("An import could not go on, trying again", metadata: ["error": "\(error)"])
      }
    }
  }

  private func ping() {
    do {
      try manager.ping()
    } catch {
      log.warning("The service manager does not listen", metadata: ["error": "\(error)"])
    }
  }

  private func lookForOddities() async {
    guard let oddities = try? await reception.oddities() else { return }
    health.note("clock", oddities.clockStatus, oddities.clockDetail)
    let services = oddities.unservedServices.map { reception.office.service($0)?.name ?? $0.text }
      .joined(separator: ", ")
    if services.isEmpty {
      health.note("queue", .ok, "Mọi số đang chờ đều có quầy phục vụ.")
    } else {
      health.note(
        "queue", .degraded,
        "Có người đang chờ dịch vụ chưa quầy nào phục vụ (\(services)). Hãy mở quầy cho dịch vụ đó, hoặc gọi đích danh "
          + "số của họ (luot call ticket QUẦY SỐ).")
    }
  }

  private func lookForHelpCalls() async {
    guard let calls = try? await reception.helpCalls() else { return }
    if let waiting = calls.last(where: { $0.acknowledgedAt == nil }) {
      health.note(
        "help", .degraded,
        "Có người gọi hỗ trợ ở \(waiting.screen) lúc \(waiting.calledAt.timestamp.clockText). Hãy đến giúp và bấm “Tôi đến "
          + "giúp” ở trang Hàng chờ (hoặc luot help-call acknowledge \(waiting.id)).")
    } else {
      health.note("help", .ok, "Không ai đang gọi hỗ trợ.")
    }
  }

  private func lookAtCalendar() async {
    guard let outlook = try? await reception.calendarOutlook() else { return }
    if outlook.isEnding {
      health.note(
        "calendar", .degraded,
        "Lịch nghỉ lễ, tết có sẵn chỉ đến hết năm \(PublicCalendar.years.upperBound). Hãy cập nhật chương trình, hoặc ghi "
          + "từng ngày nghỉ vào sổ lịch.")
    } else if let first = outlook.undecided.first {
      health.note(
        "calendar", .ok,
        "Có \(outlook.undecided.count) ngày nghỉ sắp tới mới tính theo luật, từ \(first.day.vietnameseText). Hãy đối chiếu "
          + "với quyết định của Thủ tướng và sửa ở sổ lịch nếu khác.")
    } else {
      health.note("calendar", .ok, "Lịch nghỉ sắp tới không còn ngày nào chờ quyết định.")
    }
  }

  private func lookAtDisk() {
    do {
      let free = try ProcessFacts.freeBytes(folder: folder.root)
      let megabytes = free >> 20
      if free < Self.lowDiskBytes {
        health.note("disk", .degraded, "Đĩa chỉ còn trống \(megabytes) MB. Hãy giải phóng chỗ trống.")
      } else {
        health.note("disk", .ok, "Đĩa còn đủ chỗ trống.")
      }
    } catch {
      health.note("disk", .degraded, error.description)
    }
  }
}
