import Queueing
import Simulation

enum SampleOffice {
  static let services = [
    ("ho-tich", "A"), ("dat-dai", "B"), ("dvc-truc-tuyen", "C"), ("vneid", "D"), ("suc-khoe-an-sinh", "E"),
    ("thanh-toan-so", "G"), ("viec-moi", "H"),
  ].map { Service(id: ServiceID(verified: $0.0), letter: $0.1, name: $0.0) }

  static let counters = ["1", "2", "3"].map { id in
    CounterDefinition(
      id: CounterID(verified: id), name: "Quầy \(id)",
      services: services.map(\.id).filter { id == "3" || ($0.text < "e") == (id == "1") })
  }

  static func office(
    mode: CallingPolicy.Mode = .interleaved(normals: 3), alwaysOpen: Bool = false, exceptions: [DayException] = []
  ) -> Office {
    let slots = [OpeningSlot(from: 450, until: 690), OpeningSlot(from: 810, until: 1020)]
    return Office(
      name: "Kiến Minh", services: services, counters: counters,
      priorityClasses: ["elderly", "pregnant"].map {
        PriorityClass(id: PriorityClassID(verified: $0), name: $0, basis: "Quy chế")
      },
      policy: CallingPolicy(mode: mode, maxWait: 1800),
      hours: Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, slots) }),
      exceptions: exceptions, alwaysOpen: alwaysOpen)
  }

  static func clientele(visitors: Int = 400, seed: UInt64 = 7, alwaysOpen: Bool = false) -> Clientele {
    Clientele(
      office: office(alwaysOpen: alwaysOpen), villages: (1...19).map { VillageID(verified: "thon-\($0)") },
      visitors: visitors, seed: seed)
  }

  static let monday = ServiceDay(year: 2026, month: 11, day: 23)
}
