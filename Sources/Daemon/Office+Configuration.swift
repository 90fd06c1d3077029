import Foundation
import FrontDesk
import Queueing
import Records
import Settings

extension Office {
  /// The rules' view of a configuration. Every id and letter in it has been checked on reading.
  init(_ configuration: Configuration, isDemo: Bool) {
    let slots = { (slots: [Configuration.Slot]) in slots.map { OpeningSlot(from: $0.from, until: $0.until) } }
    let hours = Dictionary(
      uniqueKeysWithValues: configuration.hours.compactMap { weekday, hours in
        Weekday(rawValue: weekday.rawValue).map { ($0, slots(hours)) }
      })
    let calendar = configuration.calendar
    self.init(
      name: configuration.centre.fullName,
      services: configuration.services.map {
        Service(id: ServiceID(verified: $0.id), letter: $0.letter, name: $0.name, dailyCap: $0.dailyCap)
      },
      counters: configuration.counters.map {
        CounterDefinition(
          id: CounterID(verified: $0.id), name: $0.name, services: $0.services.map(ServiceID.init(verified:)))
      },
      priorityClasses: configuration.priorityClasses.map {
        PriorityClass(id: PriorityClassID(verified: $0.id), name: $0.name, basis: $0.basis)
      },
      policy: CallingPolicy(
        mode: configuration.calling.policy == .strict
          ? .strict : .interleaved(normals: configuration.calling.normalsPerPriority),
        maxWait: configuration.calling.maxWaitMinutes * 60),
      dayStartMinute: configuration.day.startMinute,
      hours: hours,
      // What the centre says of a date goes before what the nation says.
      exceptions: (calendar.holidays == .national ? PublicCalendar.exceptions(to: hours) : [])
        + calendar.days.compactMap { day in
          ServiceDay(day.date).map {
            DayException(day: $0, slots: slots(day.slots), reason: day.reason, source: .configuration)
          }
        },
      lastTicketMinutes: configuration.lastTicketMinutes,
      alwaysOpen: isDemo, recallLimit: configuration.calling.recalls,
      returnSeconds: configuration.calling.returnWithinMinutes * 60)
  }
}

/// What a configuration enters into the registers of a new store.
struct RegisterSeed: Sendable {
  let members: [Member]
  let villages: [Village]

  /// Everything the registers have always had holds from here.
  private static let beginning = ServiceDay(year: 2025, month: 7, day: 1)

  init(_ configuration: Configuration) {
    members = configuration.members.map {
      Member(
        id: MemberID(verified: $0.id), name: $0.name, team: $0.team == .rescue ? .rescueTeam : .digitalTeam,
        validFrom: Self.beginning)
    }
    villages = configuration.villages.map {
      Village(id: VillageID(verified: $0.id), name: $0.name, validFrom: Self.beginning)
    }
  }
}

extension SlipStyle {
  init(_ configuration: Configuration, isDemo: Bool) {
    self.init(
      centre: configuration.centre.fullName, waitingPlace: configuration.centre.waitingPlace,
      publicURL: configuration.console.publicURL, notice: configuration.printing.notice, isDemo: isDemo)
  }
}

extension ShowDesk.Benefit {
  init(_ configuration: Configuration) {
    self.init(
      priority: configuration.scanner.priority.map(PriorityClassID.init(verified:)),
      seconds: configuration.scanner.seconds)
  }
}

extension Configuration {
  var onlineActivities: Set<Activity> {
    Set(assistance.onlineSet.compactMap(Activity.init(rawValue:)))
  }

  static func load(path: String) throws(StartFailure) -> LoadedConfiguration {
    do {
      return try load(path: path, acceptedActivities: Activity.allCases.map(\.rawValue))
    } catch {
      throw StartFailure(error)
    }
  }
}

extension Configuration.Endpoint {
  /// As one types it into a browser.
  func url(port: Int, isSecure: Bool) -> String {
    "\(isSecure ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }
}

extension Configuration.Console {
  /// The host names under which browsers reach the kiosk: those it is given, and that of the address on slips.
  var reachableNames: [String] {
    names + [publicURL.flatMap { URLComponents(string: $0)?.host?.lowercased() }].compactMap(\.self)
  }
}

extension Configuration.Centre {
  /// “Trung tâm Phục vụ hành chính công xã Kiến Minh”.
  var fullName: String { "\(name) \(unit)" }
}
