import Foundation
import FrontDesk
import Logging
import Peripherals
import Queueing
import Settings
import Storage
import Synchronization
import SystemIO

/// The card readers at the counters: what is put on them goes to the desk, or to who is enrolling a badge.
final class CardStation: Sendable {
  /// Seconds for which a card is waited for that is to become a badge.
  private static let enrolmentSeconds = 30

  private struct Place {
    /// In small letters.
    let reader: String
    let counter: CounterID
  }

  private struct Enrolment {
    /// In small letters; `nil` is any.
    let reader: String?
    let card: AsyncThrowingStream<Data, any Error>.Continuation
  }

  private struct State {
    var status: CardReaders<Data?>.Status?
    var enrolment: Enrolment?
  }

  private let places: [Place]
  private let office: Office
  private let key: BadgeKeyFile
  private let desk: ShowDesk
  private let health: HealthRegister
  private let log: Logger
  private let state = Mutex(State())
  private let demand = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  init(
    _ configuration: Configuration, office: Office, key: BadgeKeyFile, desk: ShowDesk, health: HealthRegister,
    log: Logger
  ) {
    places = configuration.counters.compactMap { counter in
      counter.cardReader.map { Place(reader: $0.lowercased(), counter: CounterID(verified: counter.id)) }
    }
    self.office = office
    self.key = key
    self.desk = desk
    self.health = health
    self.log = log
  }

  /// Its life. Without readers in the configuration pcscd is left alone until a badge is to be enrolled.
  func run() async throws {
    if places.isEmpty {
      for await _ in demand.stream { break }
      if Task.isCancelled { return }
    }
    try await CardReaders<Data?>(
      logger: log,
      identify: { [key, log] number in
        do {
          return try key.key().digest(of: number, .card)
        } catch {
          log.error("The key of the badges cannot be used", metadata: ["error": "\(error)"])
          return nil
        }
      },
      onStatus: { [weak self] in self?.take($0) },
      sink: { [weak self] in await self?.take($0) }
    ).run()
  }

  // MARK: - Enrolment

  /// The digest of the next card on a reader.
  ///
  /// - Throws: `CardProblem`.
  func nextCard(on reader: String?) async throws -> Data {
    let (cards, card) = AsyncThrowingStream.makeStream(of: Data.self, bufferingPolicy: .bufferingNewest(1))
    let status = state.withLock { state in
      state.enrolment = Enrolment(reader: reader?.lowercased(), card: card)
      return state.status
    }
    defer { state.withLock { $0.enrolment = nil } }
    demand.continuation.yield()
    if let status { refuse(status) }
    do {
      return try await first(of: cards, within: .seconds(Self.enrolmentSeconds))
    } catch is DeadlinePassed {
      throw CardProblem.noCard(seconds: Self.enrolmentSeconds)
    }
  }

  /// Ends an enrolment for which there is no reader.
  private func refuse(_ status: CardReaders<Data?>.Status) {
    guard let enrolment = state.withLock({ $0.enrolment }) else { return }
    switch status {
    case .absent(let reason): enrolment.card.finish(throwing: CardProblem.noReader(reason))
    case .running(let readers):
      if readers.contains(where: { Self.fits($0.name, enrolment.reader) }) { return }
      enrolment.card.finish(
        throwing: CardProblem.noReader(
          readers.isEmpty
            ? "Chưa cắm đầu đọc thẻ nào." : "Không có đầu đọc thẻ tên như vậy; đang có \(Self.names(of: readers))."))
    }
  }

  private static func names(of readers: [CardReaders<Data?>.Reader]) -> String {
    readers.map { "“\($0.name)”" }.joined(separator: ", ")
  }

  private static func fits(_ name: String, _ wanted: String?) -> Bool {
    wanted.map { name.lowercased().contains($0) } ?? true
  }

  // MARK: - What the readers tell

  private func take(_ status: CardReaders<Data?>.Status) {
    state.withLock { $0.status = status }
    refuse(status)
    guard !places.isEmpty else { return }
    switch status {
    case .absent(let reason): health.note("card-readers", .degraded, reason)
    case .running(let readers):
      let troubles = places.compactMap { place -> String? in
        let name = office.counter(place.counter)?.name ?? place.counter.text
        guard let reader = readers.first(where: { Self.fits($0.name, place.reader) }) else {
          return readers.isEmpty
            ? "Không thấy đầu đọc thẻ của \(name); hãy cắm lại."
            : "Không thấy đầu đọc thẻ của \(name), đang có \(Self.names(of: readers)); hãy cắm lại hoặc sửa card_reader."
        }
        return reader.fault.map { "\(name): \($0)" }
      }
      if troubles.isEmpty {
        health.note("card-readers", .ok, "Đầu đọc thẻ của \(places.count) quầy sẵn sàng.")
      } else {
        health.note("card-readers", .degraded, troubles.joined(separator: " "))
      }
    }
  }

  private func take(_ event: CardReaders<Data?>.Event) async {
    let (reader, shown) = Self.reading(of: event)
    let enrolment = state.withLock { state in state.enrolment.flatMap { Self.fits(reader, $0.reader) ? $0 : nil } }
    if let enrolment {
      switch shown {
      case .badge(let digest): enrolment.card.yield(digest)
      case .unreadable(let reason): enrolment.card.finish(throwing: CardProblem.failed(reason))
      default: enrolment.card.finish(throwing: CardProblem.unsuitable)
      }
      return
    }
    guard let place = places.first(where: { Self.fits(reader, $0.reader) }) else {
      log.info("A card was put on a reader of no counter", metadata: ["reader.name": "\(reader)"])
      return
    }
    await desk.show(shown, at: .counter(place.counter))
  }

  private static func reading(of event: CardReaders<Data?>.Event) -> (reader: String, ShownThing) {
    switch event {
    case .card(let digest?, let reader): (reader, .badge(digest))
    case .card(nil, let reader): (reader, .unreadable("Máy chưa dùng được khóa thẻ; hãy báo người quản trị."))
    case .unsuitable(let reader): (reader, .otherCard)
    case .failed(let reason, let reader): (reader, .unreadable(reason))
    }
  }
}
