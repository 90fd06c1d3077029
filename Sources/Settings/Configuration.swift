/// What a centre decided about its office, as its configuration file says: checked, complete, NFC.
///
/// Plain values on purpose: what follows from them is decided by the rules they are handed to.
package struct Configuration: Sendable, Equatable {
  package let centre: Centre
  package let day: Day
  /// Opening hours; a weekday that is absent is closed. Never empty; the slots of a day are in order.
  package let hours: [Weekday: [Slot]]
  /// Minutes before the end of the hours in which no numbers are issued any more, 0–120.
  package let lastTicketMinutes: Int
  package let calendar: Calendar
  /// At least one; ids and letters are unique, and every service is served by at least one counter.
  package let services: [Service]
  /// At least one; ids are unique.
  package let counters: [Counter]
  /// At least one; ids are unique.
  package let priorityClasses: [PriorityClass]
  package let calling: Calling
  /// Seeds the register of villages once, in a new store.
  package let villages: [Village]
  /// Seeds the register of members once, in a new store.
  package let members: [Member]
  package let printing: Printing
  package let hardware: Hardware
  /// Devices of this very centre; ids are unique.
  package let devices: [Device]
  /// At least one; ids are unique.
  package let screens: [Screen]
  package let notices: Notices
  package let scanner: Scanner
  package let console: Console
  package let assistance: Assistance
  package let clock: Clock
  package let report: Report
  package let retention: Retention
  package let log: Log
}

extension Configuration {
  package struct Centre: Sendable, Equatable {
    package let name: String
    /// The commune, “xã Kiến Minh”.
    package let unit: String
    /// The sentence that tells people where to wait.
    package let waitingPlace: String
  }

  package struct Day: Sendable, Equatable {
    /// When the service day begins, in minutes after local midnight, 0–1439.
    package let startMinute: Int
  }

  package enum Weekday: String, Sendable, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
  }

  /// Opening hours within one local day, in minutes after midnight, `from` < `until` ≤ 1440.
  package struct Slot: Sendable, Equatable {
    package let from: Int
    package let until: Int
  }

  /// Dates with other hours than their weekday.
  package struct Calendar: Sendable, Equatable {
    package enum Holidays: String, Sendable, CaseIterable {
      /// The days of rest of state offices.
      case national
      case none
    }

    package let holidays: Holidays
    /// Days the centre itself closes, and days it keeps other hours; no date twice.
    package let days: [Day]

    package struct Day: Sendable, Equatable {
      /// `2027-03-02`, a date that exists.
      package let date: String
      /// In order; empty when it is closed.
      package let slots: [Slot]
      /// What people are told.
      package let reason: String
    }
  }

  package struct Service: Sendable, Equatable {
    package let id: String
    /// One capital letter A–Z.
    package let letter: String
    package let name: String
    /// The name in English, for the kiosk; `nil` keeps the Vietnamese one.
    package let english: String?
    /// Tickets a service day at most; `nil` is no limit.
    package let dailyCap: Int?
  }

  package struct Counter: Sendable, Equatable {
    package let id: String
    package let name: String
    /// Ids of services, never empty, each once.
    package let services: [String]
    /// Part of the name PC/SC gives to the reader for the badges of who works here; no two counters share one.
    package let cardReader: String?
    /// The scanner that lies here; no two counters name the same.
    package let scanner: ScannerDevice?
  }

  /// The kiosk's scanner, and what the code of a citizen's card is good for.
  package struct Scanner: Sendable, Equatable {
    /// `nil` without a scanner.
    package let device: ScannerDevice?
    /// Id of the priority class of whoever is of age; `nil` when age gives no priority.
    package let priority: String?
    /// Full years.
    package let minimumAge: Int
    /// Seconds for which a scanned card waits for its holder to choose a service.
    package let seconds: Int
    /// Names of the commune as cards may bear them; without any, the centre's own.
    package let communes: [String]

    package init(device: ScannerDevice?, priority: String?, minimumAge: Int, seconds: Int, communes: [String]) {
      self.device = device
      self.priority = priority
      self.minimumAge = minimumAge
      self.seconds = seconds
      self.communes = communes
    }
  }

  package struct PriorityClass: Sendable, Equatable {
    package let id: String
    package let name: String
    /// The name in English, for the kiosk; `nil` keeps the Vietnamese one.
    package let english: String?
    /// The law or the clause of the centre's regulation, as text shown to people.
    package let basis: String
  }

  package struct Calling: Sendable, Equatable {
    package enum Policy: String, Sendable, CaseIterable {
      /// A priority ticket after every `normalsPerPriority` ordinary ones.
      case interleaved
      /// Every priority ticket before every ordinary one.
      case strict
    }

    package let policy: Policy
    package let normalsPerPriority: Int
    /// Minutes after which nobody who came later goes first.
    package let maxWaitMinutes: Int
    /// Recalls after which one more makes who is called absent.
    package let recalls: Int
    /// Minutes after the last call within which who was absent may come back to the same place.
    package let returnWithinMinutes: Int
    /// The clause of the centre's regulation that the policy follows, as text shown to people.
    package let basis: String
  }

  package struct Village: Sendable, Equatable {
    package let id: String
    package let name: String
  }

  package struct Member: Sendable, Equatable {
    package enum Team: String, Sendable, CaseIterable {
      case digital = "digital-team"
      case rescue = "rescue-team"
    }

    package let id: String
    package let name: String
    package let team: Team
  }

  package struct Printing: Sendable, Equatable {
    /// A line at the foot of every slip.
    package let notice: String?
    package let printers: [Printer]
  }

  package struct Printer: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
      case usb, serial, network
      /// Writes each slip as a picture file.
      case virtual
    }

    package enum Cut: String, Sendable, CaseIterable {
      case partial, full, none
    }

    package let id: String
    package let kind: Kind
    /// Which USB printer, where there may be several.
    package let match: DeviceMatch?
    /// The device file; always there for a serial printer, and for a USB printer in place of looking for it.
    package let path: String?
    /// Always there for a network printer.
    package let address: Endpoint?
    /// Bits a second of a serial line.
    package let speed: Int
    /// Printable width in dots: 576, 512, 432 or 384; `nil`: what is known of the model, else 576.
    package let widthDots: Int?
    /// `nil`: partial, unless the model is known to have no cutter.
    package let cut: Cut?
    /// Steps of 5 % from the printer's own blackness, -6 to 8.
    package let density: Int
  }

  package struct Hardware: Sendable, Equatable {
    /// The file of quirks, relative to the folder of the configuration; `nil`: `quirks.toml`, if it is there.
    package let quirksFile: String?
  }

  /// A device that the centre names.
  package struct Device: Sendable, Equatable {
    package let id: String
    package let name: String
    /// Whether its absence is a fault.
    package let isRequired: Bool
    package let rule: DeviceRule
  }

  package struct Screen: Sendable, Equatable {
    package enum Content: String, Sendable, CaseIterable {
      case board, kiosk
    }

    /// Where it is to be seen on this machine.
    package enum Output: String, Sendable, CaseIterable {
      case auto, kms, framebuffer
      /// Only from afar.
      case none
    }

    package let id: String
    package let shows: Content
    package let output: Output
    /// The file of the graphics card or the framebuffer; `nil` takes the first that serves.
    package let device: String?
    /// The card's plug, as `HDMI-A-1`; `nil` takes the first with a monitor.
    package let connector: String?
    /// Degrees clockwise by which the picture is turned on its panel: 0, 90, 180 or 270.
    package let rotation: Int
    /// Pixels, as the picture stands upright, while no panel says it.
    package let width: Int
    package let height: Int
    /// Numbers that a kiosk gives within a minute at most.
    package let ticketsPerMinute: Int
    /// Of the visible width as the picture stands; `nil` asks the monitor, and else takes a panel of 24 inches.
    package let widthMillimetres: Int?
    /// Six numbers: the upper rows of the matrix that turns what the touch screen reports, 0–1 each way, into where that
    /// is; `nil` leaves it as it is.
    package let touchMatrix: [Float]?
  }

  package struct Notices: Sendable, Equatable {
    /// Relative to the folder of the configuration; `nil`: `notices` there, else the shipped ones.
    package let folder: String?
    /// For which one page is shown.
    package let seconds: Int
  }

  package struct Console: Sendable, Equatable {
    /// Where staff reach the console. Another address than a loopback one has a certificate or `acceptsPlain`.
    package let staff: Endpoint
    /// Where anybody reaches the board and a ticket's own page, without TLS; `nil`: nowhere.
    package let visitors: Endpoint?
    /// Of the staff's listener; `nil` without TLS.
    package let certificate: Certificate?
    /// Whether secrets may cross the network in the clear.
    package let acceptsPlain: Bool
    /// Host names under which browsers reach the kiosk, in lower case.
    package let names: [String]
    /// Boards and phones that follow at the same moment.
    package let maxViewers: Int
    /// What the QR code of a slip points to, without a slash at its end; `nil` where phones cannot reach the kiosk.
    package let publicURL: String?
    /// Event streams open at the same moment.
    package let maxStreams: Int
    /// Minutes without a request after which who is signed in has to sign in again.
    package let sessionIdleMinutes: Int
    /// Hours after a sign-in after which it has to be repeated in any case.
    package let sessionHours: Int
  }

  /// Files in PEM.
  package struct Certificate: Sendable, Equatable {
    package let file: String
    package let key: String
  }

  /// What a centre says about a network over which secrets would cross in the clear.
  package enum PlainConsole: String, Sendable, CaseIterable {
    case refused
    case accepted = "accepted-on-this-network"
  }

  package struct Endpoint: Sendable, Equatable {
    /// An IP address without brackets.
    package let host: String

    /// Whether only this machine reaches it.
    package var isLoopback: Bool { host.hasPrefix("127.") || host == "::1" }
    /// 0–65535; 0 lets the system choose.
    package let port: Int
  }

  package struct Assistance: Sendable, Equatable {
    /// Codes of activities that make an assistance one “lượt … trực tuyến”; never empty, each once.
    package let onlineSet: [String]
  }

  package struct Clock: Sendable, Equatable {
    /// Days for which a machine may be off without anybody having to confirm its clock.
    package let longestOffDays: Int
  }

  /// What of the commune's report only people can say.
  package struct Report: Sendable, Equatable {
    /// To whom it goes; `nil` leaves “Kính gửi” out.
    package let addressee: String?
    /// What follows its number.
    package let symbol: String
    /// The lines over the signature; empty for the usual ones.
    package let signerTitles: [String]
    package let signer: String?
    /// Without dashes, the archive last; empty for the usual ones.
    package let recipients: [String]
    package let directions: [String]
    package let requests: [String]
    /// The path of the clerk's own document for Word; `nil` is the stock one.
    package let template: String?
  }

  /// How long the details of the record are kept.
  package struct Retention: Sendable, Equatable {
    /// Months after which the details of a day give way to its figures, 1–240.
    package let months: Int
  }

  package struct Log: Sendable, Equatable {
    package enum Level: String, Sendable, CaseIterable {
      case trace, debug, info, notice, warning, error, critical
    }

    package let level: Level
  }
}
