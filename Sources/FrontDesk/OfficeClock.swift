import Foundation
package import Queueing
package import Storage
import Synchronization

/// The one way any use case learns what time it is, and whether that is to be believed.
package struct WallClock: Sendable {
  package let moment: @Sendable () -> ClockMoment
  /// The run of the office that its changes of mind belong to; `nil` for a clock that never has any.
  private let office: OfficeClock?

  package init(now: @escaping @Sendable () -> Timestamp) {
    moment = { ClockMoment(now: now()) }
    office = nil
  }

  package init(_ office: OfficeClock) {
    moment = { office.moment() }
    self.office = office
  }

  package func now() -> Timestamp { moment().now }

  var run: ClockRun? { office?.run }

  func learn(journalEnd: (seq: Int64, at: Timestamp, fault: ClockFault?)) {
    office?.learn(journalEnd: journalEnd)
  }

  /// `false` when the wall clock shows what cannot be.
  func accept() -> Bool { office?.accept() ?? true }

  package static let system = WallClock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}

/// The clock of a running office: what the machine shows, judged by `ClockTrust`.
package final class OfficeClock: Sendable {
  private struct State {
    var trust: ClockTrust
    var run: ClockRun
    var hasLearnt = false
  }

  private let read: @Sendable () -> ClockReading
  private let state: Mutex<State>

  /// - Parameters:
  ///   - run: a fresh identity of this run.
  ///   - read: reads all clocks of the machine at one moment.
  package init(limits: ClockLimits, run: String, read: @escaping @Sendable () -> ClockReading) {
    self.read = read
    state = Mutex(State(trust: ClockTrust(read(), limits: limits), run: ClockRun(id: run, start: 0)))
  }

  package var run: ClockRun { state.withLock { $0.run } }

  package func moment() -> ClockMoment {
    // Read within the lock: a reading that waits for it would be taken for a clock that went back.
    state.withLock { $0.trust.moment(at: read()) }
  }

  /// Once in a run, as soon as the journal can be read.
  func learn(journalEnd end: (seq: Int64, at: Timestamp, fault: ClockFault?)) {
    state.withLock { state in
      if state.hasLearnt { return }
      state.hasLearnt = true
      state.run = ClockRun(id: state.run.id, start: end.seq)
      state.trust.learn(lastEntry: end.at, lastFault: end.fault, at: read())
    }
  }

  func accept() -> Bool {
    state.withLock { $0.trust.accept(read()) }
  }
}

/// What time it is for the office, for whoever has to put it right.
package struct ClockAnswer: Hashable, Sendable, Codable {
  package struct Fault: Hashable, Sendable, Codable {
    package let code: ClockFault
    package let text: String
  }

  /// The office's time.
  package let now: Moment
  /// What the machine's clock shows.
  package let machine: Moment
  package let serviceDay: ServiceDay
  package let trusted: Bool
  /// Whether the machine's clock follows a source of time; that it does not is no fault in itself.
  package let synchronised: Bool
  package let fault: Fault?

  init(_ moment: ClockMoment, serviceDay: ServiceDay) {
    now = Moment(moment.now)
    machine = Moment(moment.wall)
    self.serviceDay = serviceDay
    trusted = moment.fault == nil
    synchronised = moment.isSynchronised
    fault = moment.fault.map { Fault(code: $0, text: $0.text) }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(now, forKey: .now)
    try container.encode(machine, forKey: .machine)
    try container.encode(serviceDay, forKey: .serviceDay)
    try container.encode(trusted, forKey: .trusted)
    try container.encode(synchronised, forKey: .synchronised)
    try container.encode(nullable: fault, forKey: .fault)
  }
}

extension ClockFault {
  package var text: String {
    switch self {
    case .behindJournal: "Đồng hồ máy chạy lùi so với sổ ghi."
    case .jumped: "Đồng hồ máy nhảy tới quá xa mà chưa được xác nhận."
    case .implausible: "Đồng hồ máy chỉ một ngày không thể có."
    }
  }
}

extension Reception {
  package func clockState() async throws -> ClockAnswer {
    let (moment, office) = (clock.moment(), office)
    return try await look { lookup in
      ClockAnswer(moment, serviceDay: try lookup.tx.currentDay() ?? office.serviceDay(at: moment.now))
    }
  }

  /// An administrator says that the machine's clock is right.
  package func acceptClock(by requester: Requester, key: RequestKey? = nil) async throws -> ClockAnswer {
    let clock = clock
    return try await perform(
      requester, key,
      before: {
        if !clock.accept() { throw Refusal.clockImplausible(clock.moment().wall) }
      },
      { desk in ClockAnswer(desk.moment, serviceDay: desk.day) })
  }
}

extension Reception.Oddities {
  package var clockStatus: HealthCheck.Status {
    clock.fault == nil && !isDayAhead ? .ok : .degraded
  }

  /// What is to be known of the clock, and what to do about it.
  package var clockDetail: String {
    if let fault = clock.fault {
      return "\(fault.text) Máy đang tự đếm giờ (\(clock.now.iso8601)), đồng hồ máy chỉ \(clock.wall.iso8601); số vẫn "
        + "được cấp đúng thứ tự. Hãy chỉnh giờ máy rồi nhận giờ đó ở trang Máy (hoặc luot clock accept)."
    }
    if isDayAhead {
      return
        "Ngày làm việc đi trước đồng hồ vì đồng hồ từng chạy quá xa, hoặc vì day.start vừa được dời muộn hơn. Số vẫn "
        + "được cấp; ngày mới bắt đầu khi đồng hồ qua ngày đó. Hãy xem giờ máy: đúng thì chỉ cần đợi, sai thì chỉnh lại."
    }
    return clock.isSynchronised
      ? "Đồng hồ được đồng bộ." : "Đồng hồ chạy bình thường; chưa được đồng bộ qua mạng."
  }
}
