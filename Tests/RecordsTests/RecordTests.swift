import Foundation
import Queueing
import Records
import Testing

@Suite struct RecordTests {
  /// What journals already hold may never be renamed: this list only grows.
  @Test func `Codes are those the contract fixes`() {
    #expect(
      Activity.accepted
        == "vneid-activation, vneid-use, vneid-docs, health-book, social-security-account, online-service, "
        + "online-payment, cashless-payment, result-lookup, info-lookup, basic-apps, smartphone-basics, "
        + "fraud-prevention, learning-platform, ai-skills, other")
    #expect(
      Platform.accepted
        == "vneid, dvcqg, digital-bank, e-wallet, payment-platform, bdhvs, moocs, ai-cong-dong, hp-training")
    #expect(Outcome.accepted == "done, partly, referred, not-possible")
    #expect(ServiceLevel.accepted == "full, partial")
    #expect(
      Difficulty.accepted
        == "no-smartphone, sim-not-own-name, forgot-password, face-match-failed, network-fault, portal-fault, "
        + "data-mismatch, needs-rescue-team, elderly-limited, uneven-skills, uneven-infrastructure")
    #expect(Place.accepted == "centre, one-stop, village, village-hall, school, online, household")
    #expect(Residence.accepted == "village, other-commune, other-province")
    #expect(AgeBand.accepted == "under-18, 18-34, 35-59, 60-79, 80-plus, unknown")
    #expect(Sex.accepted == "male, female")
    #expect(Team.accepted == "digital-team, rescue-team")
    #expect(
      Figures.Dimension.accepted
        == "activity, village, member, service, place, counter, hour, day, month, priority, outcome, difficulty, "
        + "age, residence, promise")
  }

  func expectNames<C: Code>(_ type: C.Type, atMost limit: Int) {
    let names = C.allCases.map(\.name)
    #expect(Set(names).count == names.count, "\(C.self)")
    for name in names {
      #expect((2...limit).contains(name.count), "\(name)")
      #expect(Array(name.unicodeScalars) == Array(name.precomposedStringWithCanonicalMapping.unicodeScalars), "\(name)")
    }
  }

  @Test func `Every code has a name of its own, short where it stands on a chip, in NFC`() {
    expectNames(Activity.self, atMost: 30)
    expectNames(Difficulty.self, atMost: 30)
    expectNames(Outcome.self, atMost: 20)
    expectNames(Platform.self, atMost: 28)
    expectNames(ServiceLevel.self, atMost: 20)
    expectNames(Place.self, atMost: 40)
    expectNames(Residence.self, atMost: 28)
    expectNames(AgeBand.self, atMost: 20)
    expectNames(Sex.self, atMost: 20)
    expectNames(Team.self, atMost: 40)
    expectNames(Figures.Dimension.self, atMost: 20)
  }

  @Test func `A register entry holds from its first to its last day`() throws {
    let first = ServiceDay(year: 2026, month: 3, day: 24)
    let last = ServiceDay(year: 2026, month: 12, day: 31)
    let id = VillageID(verified: "thon-1")
    let village = Village(id: id, name: "Thôn 1", validFrom: first, validUntil: last)
    #expect(
      [first.advanced(by: -1), first, last, last.advanced(by: 1)].map(village.isActive) == [false, true, true, false])
    #expect(Village(id: id, name: "Thôn 1", validFrom: first).isActive(on: last.advanced(by: 40_000)))
  }

  @Test func `An assistance is written with the names of the contract and read back whole`() throws {
    let whole = Assistance(
      id: 1204, ticket: TicketID("2026-11-23-d012"), service: ServiceID("vneid"), member: MemberID("an"),
      counter: CounterID("2"), place: .centre, startedAt: Timestamp(milliseconds: 1_795_400_000_000), minutes: 12,
      activities: [
        AssistedActivity(
          activity: .onlineService, level: .full, platform: .dvcqg, outcome: .notPossible,
          difficulties: [.simNotOwnName], minutes: 12)
      ],
      village: VillageID("thon-1"), residence: .village, ageBand: .from60, sex: .male, correctedBy: 1300)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(whole), as: UTF8.self)
    #expect(
      json
        == #"{"activities":[{"activity":"online-service","difficulties":["sim-not-own-name"],"level":"full","#
        + #""minutes":12,"outcome":"not-possible","platform":"dvcqg"}],"ageBand":"60-79","correctedBy":1300,"#
        + #""counter":"2","id":1204,"member":"an","minutes":12,"place":"centre","residence":"village","#
        + #""service":"vneid","sex":"male","startedAt":1795400000000,"ticket":"2026-11-23-d012","village":"thon-1"}"#)
    #expect(try JSONDecoder().decode(Assistance.self, from: Data(json.utf8)) == whole)
    let least = Assistance(
      id: 1, place: .school, startedAt: Timestamp(milliseconds: 0), activities: [AssistedActivity(activity: .other)])
    #expect(try JSONDecoder().decode(Assistance.self, from: encoder.encode(least)) == least)
  }

  @Test func `An assistance is named by its journal entry`() {
    #expect(Assistance.idText(of: 1204) == "h-1204")
    #expect(Assistance.id(fromText: "h-1204") == 1204)
    for text in ["", "h-", "1204", "h-0", "h--1", "h-01", "H-1", "h-+1", "h-1 ", "h-9223372036854775808"] {
      #expect(Assistance.id(fromText: text) == nil, "\(text)")
    }
  }
}
