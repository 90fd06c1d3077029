import Queueing
import Simulation

/// A small office whose counters overlap in what they serve.
enum SmallOffice {
  static let services = ["ho-tich", "dat-dai", "vneid"].map { ServiceID(verified: $0) }
  static let letters = ["A", "B", "D"]
  static let counters = ["1", "2", "3", "4"].map { CounterID(verified: $0) }
  /// Indices of the services each counter serves by itself.
  static let ownServices = [[0], [0, 1], [1, 2], [0, 1, 2]]
  static let members = ["an", "binh"].map { MemberID(verified: $0) }
  static let elderly = PriorityClassID(verified: "elderly")
}

/// One thing that can be asked of the queue; services, counters and members by index, tickets by arrival.
enum QueueCommand: Hashable, Sendable {
  case issue(service: Int, isPriority: Bool)
  case callNext(counter: Int)
  case call(ticket: Int64, counter: Int)
  case recall(counter: Int)
  case start(counter: Int)
  case finish(counter: Int)
  case noShow(counter: Int)
  case park(counter: Int, seconds: Int)
  case transferToService(counter: Int, service: Int)
  case transferToCounter(counter: Int, target: Int)
  case undo(counter: Int)
  case comeBack(ticket: Int64)
  case returnDue
  case cancel(ticket: Int64)
  case open(counter: Int, member: Int?, services: [Int])
  case pause(counter: Int)
  case close(counter: Int)
  case advance(milliseconds: Int)
  case nextDay
}

extension QueueCommand {
  /// A command of any kind, legal or not; `arrivals` are today's tickets.
  static func random(arrivals: Range<Int64>, by random: inout SplitMix64) -> QueueCommand {
    let counter = random.below(SmallOffice.counters.count)
    let service = random.below(SmallOffice.services.count)
    let ticket = arrivals.isEmpty ? 0 : arrivals.lowerBound + Int64(random.below(arrivals.count))
    switch random.below(1000) {
    case 0..<210: return .issue(service: service, isPriority: random.chance(percent: 30))
    case 210..<450: return .callNext(counter: counter)
    case 450..<475: return .call(ticket: ticket, counter: counter)
    case 475..<500: return .recall(counter: counter)
    case 500..<560: return .start(counter: counter)
    case 560..<690: return .finish(counter: counter)
    case 690..<720: return .noShow(counter: counter)
    case 720..<745: return .park(counter: counter, seconds: random.within(0...1800))
    case 745..<765: return .transferToService(counter: counter, service: service)
    case 765..<790:
      return .transferToCounter(counter: counter, target: random.below(SmallOffice.counters.count))
    case 790..<830: return .undo(counter: counter)
    case 830..<855: return .comeBack(ticket: ticket)
    case 855..<870: return .returnDue
    case 870..<885: return .cancel(ticket: ticket)
    case 885..<920:
      let services = SmallOffice.services.indices.filter { _ in random.chance(percent: 60) }
      return .open(
        counter: counter, member: random.pick([nil, 0, 1]) ?? nil,
        services: services.isEmpty ? SmallOffice.ownServices[counter] : services)
    case 920..<930: return .pause(counter: counter)
    case 930..<942: return .close(counter: counter)
    case 942..<994:
      // Around the ten seconds of an undo as well as around the waiting times of `max_wait`.
      let longest = random.pick([3_000, 10_000, 10_001, 300_000]) ?? 0
      return .advance(milliseconds: random.chance(percent: 30) ? longest : random.within(1...longest))
    default: return .nextDay
    }
  }
}
