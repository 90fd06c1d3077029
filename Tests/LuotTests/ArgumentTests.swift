import ArgumentParser
import CommandText
import Foundation
import Queueing
import Records
import Testing

@testable import luot

struct ArgumentTests {
  private func parse<C: ParsableCommand>(_ line: String, as type: C.Type = C.self) throws -> C {
    let command = try Luot.parseAsRoot(line.split(separator: " ").map(String.init))
    return try #require(command as? C)
  }

  @Test func `Every command of the contract exists`() throws {
    let lines = [
      "status", "check", "check --json", "devices --watch", "ticket take ho-tich --priority elderly",
      "ticket show A005",
      "ticket cancel A005 --day 2026-11-23", "ticket return A005", "ticket reprint A005", "counter list",
      "counter open 1 --member nguyen-a", "counter pause 1", "counter close 1", "call next 1", "call recall 1",
      "call start 1", "call no-show 1", "call park 1 --minutes 10", "call transfer 1 --service vneid",
      "call undo 1", "call finish 1 --activity vneid-use", "call ticket 1 A005",
      "assist add --member a --place household --started-at 2026-11-23T09:00:00+07:00 --activity other",
      "assist list", "assist list --from 2026-11-01 --to 23/11/2026",
      "assist correct h-12 --reason x --activity vneid-use --village thon-5",
      "board --once", "stats --from 2026-11-01 --to 2026-11-23 --by age,place", "verify --state x", "backup",
      "backup x.sqlite", "simulate --day 2026-11-23 --days 2 --visitors 10 --seed 3 --state x",
      "simulate --visitors 10", "simulate --visitors 10 --speed 1", "simulate --speed 600", "register list calendar",
      "register list calendar --from 2027-01-01 --to 31/12/2027",
      "register add calendar 2027-03-02 --closed --reason x",
      "register add calendar 02/03/2027 --hours 07:30-11:30 --hours 13:30-17:00 --reason x",
      "register end calendar 2027-03-02", "register list villages", "register list members --on 2026-11-23",
      "register add villages thon-20 name=x validFrom=2026-11-23", "register set villages thon-20 name=y",
      "register end villages thon-20 --until 2026-11-30", "service list",
      "service pause vneid --reason x --until 16:30",
      "service resume vneid", "office show", "office open --until 16:30 --reason x", "office close --reason x",
      "office close --until 2026-11-24T16:30:00+07:00 --reason x", "office resume",
      "ticket take ho-tich --override x",
      "clock show", "clock accept", "line skip-to ho-tich A041",
      "line cancel --reason evacuation", "line cancel --service vneid --reason other --note x",
      "fairness --from 2026-11-01 --to 2026-11-23", "ticket paper ho-tich A041 --issued-at 08:15",
    ]
    for line in lines {
      #expect(throws: Never.self, "\(line)") { try Luot.parseAsRoot(line.split(separator: " ").map(String.init)) }
    }
  }

  @Test(arguments: [
    "nothing", "ticket take", "ticket show 5", "ticket show A005 --day 2026-02-30", "call park 1",
    "call park 1 --minutes ten", "call transfer 1", "call transfer 1 --service a --to-counter 2", "stats --wrong",
    "simulate --day 2026-11-23", "simulate --speed 0", "simulate --state x --day 2026-11-23 --speed 2",
    "simulate --days 0 --state x --day 2026-11-23", "simulate --state x", "status extra",
    "register add calendar 2027-03-02 --reason x", "register add calendar 2027-03-02 --closed",
    "register add calendar 2027-03-02 --closed --hours 07:30-11:30 --reason x",
    "register add calendar 2027-02-30 --closed --reason x", "service pause vneid",
    "office open --until 25:00 --reason x", "assist correct h-12 --activity other", "assist correct --reason x",
  ])
  func `A wrong command line ends with 64 and says what is wrong in Vietnamese`(line: String) {
    do {
      _ = try Luot.parseAsRoot(line.split(separator: " ").map(String.init))
      Issue.record("accepted")
    } catch {
      #expect(Luot.exitCode(for: error).rawValue == 64)
      let text = HelpText.vietnamese(Luot.fullMessage(for: error), program: "luot")
      for english in ["Error", "Missing", "Unexpected", "Unknown", "Usage", "USAGE", "invalid", "See ", "option"] {
        #expect(!text.contains(english), "\(text)")
      }
    }
  }

  @Test func `The help of every command has no English heading`() {
    func check(_ command: any ParsableCommand.Type) {
      let text = HelpText.vietnamese(Luot.helpMessage(for: command, columns: 100), program: "luot")
      for english in [
        "OVERVIEW", "USAGE", "ARGUMENTS", "OPTIONS", "SUBCOMMANDS", "Show ", "default", "options", "values", "See ",
      ] {
        #expect(!text.contains(english), "\(text)")
      }
      command.configuration.subcommands.forEach(check)
    }
    check(Luot.self)
  }

  // MARK: What finish sends

  @Test func `Finish without a word on the help records none`() throws {
    let finish = try parse("call finish 1", as: CallGroup.Finish.self)
    #expect(finish.body.assistance == nil)
  }

  @Test func `Outcome, platform, difficulties and minutes go to each activity, the level to the one that has it`()
    throws
  {
    let finish = try parse(
      """
      call finish 1 --activity online-service --activity vneid-use --level full --platform dvcqg --outcome partly \
      --difficulty portal-fault --difficulty forgot-password --minutes 12 --village thon-1 --age 60-79 \
      --residence village --sex female --note nhanh
      """, as: CallGroup.Finish.self)
    let difficulties = ["portal-fault", "forgot-password"]
    #expect(
      finish.body.assistance
        == AssistanceDraft(
          activities: [
            ActivityDraft(
              activity: "online-service", level: "full", platform: "dvcqg", outcome: "partly",
              difficulties: difficulties, minutes: 12),
            ActivityDraft(
              activity: "vneid-use", platform: "dvcqg", outcome: "partly", difficulties: difficulties, minutes: 12),
          ], village: "thon-1", residence: "village", ageBand: "60-79", sex: "female", note: "nhanh"))
  }

  @Test func `A level that fits no activity is sent all the same, so that the daemon says what is wrong`() throws {
    let finish = try parse("call finish 1 --activity vneid-use --level full", as: CallGroup.Finish.self)
    #expect(finish.body.assistance?.activities.map(\.level) == ["full"])
  }

  @Test func `A remark without an activity is sent, so that the daemon asks for one`() throws {
    let finish = try parse("call finish 1 --village thon-1", as: CallGroup.Finish.self)
    #expect(finish.body.assistance?.activities == [])
  }

  @Test func `Fields that were not given are not in the body`() throws {
    let finish = try parse("call finish 1 --activity other", as: CallGroup.Finish.self)
    let body = String(decoding: try JSONEncoder().encode(finish.body), as: UTF8.self)
    #expect(
      body == #"{"assistance":{"activities":[{"activity":"other","difficulties":[]}]}}"#
        || body == #"{"assistance":{"activities":[{"difficulties":[],"activity":"other"}]}}"#)
  }

  @Test func `A correction sends the record as it should have been, with its reason`() throws {
    let correct = try parse(
      "assist correct h-12 --reason nhầm --activity vneid-use --village thon-5 --place household",
      as: AssistGroup.Correct.self)
    #expect(correct.id == "h-12")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(correct.body), as: UTF8.self)
        == #"{"activities":[{"activity":"vneid-use","difficulties":[]}],"place":"household","reason":"nhầm","#
        + #""village":"thon-5"}"#)
  }

  @Test func `A correction takes back what it is told to clear`() throws {
    let correct = try parse(
      "assist correct h-12 --reason tên --activity other --clear note --clear age", as: AssistGroup.Correct.self)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(correct.body), as: UTF8.self)
        == #"{"activities":[{"activity":"other","difficulties":[]}],"ageBand":null,"note":null,"reason":"tên"}"#)
    for wrong in ["--clear place", "--clear sex --sex female"] {
      #expect(throws: (any Error).self, "\(wrong)") {
        _ = try parse("assist correct h-12 --reason x --activity other \(wrong)", as: AssistGroup.Correct.self)
      }
    }
  }

  // MARK: Names

  @Test func `A ticket is named by its number or its id, a day in either form`() {
    #expect(TicketName(argument: "a005") == .number(TicketNumber(series: "A", ordinal: 5)))
    #expect(
      TicketName(argument: "2026-11-23-a005")
        == .id(TicketID(day: ServiceDay(year: 2026, month: 11, day: 23), number: TicketNumber(series: "A", ordinal: 5)))
    )
    #expect(TicketName(argument: "5") == nil)
    #expect(ServiceDay(argument: "23/11/2026") == ServiceDay(year: 2026, month: 11, day: 23))
    #expect(ServiceDay(argument: "2026-11-23") == ServiceDay(year: 2026, month: 11, day: 23))
    #expect(ServiceDay(argument: "31/02/2026") == nil)
  }

  @Test func `The socket is that of the option, else of the environment, else the installed one`() throws {
    let options = try DaemonOptions.parse(["--socket", "/a"])
    let silent = try DaemonOptions.parse([])
    #expect(options.socketPath(environment: ["LUOT_SOCKET": "/b"]) == "/a")
    #expect(silent.socketPath(environment: ["LUOT_SOCKET": "/b"]) == "/b")
    #expect(silent.socketPath(environment: ["LUOT_SOCKET": ""]) == "/run/luot/luot.sock")
  }
}
