import Foundation
import Queueing
import Records
import Simulation
import Testing

@Suite struct ScannedCodeTests {
  /// Nobody's card: the sample of the field's own papers.
  static let sample = "031160001234||Nguyễn Thị Ví Dụ|05021960|Nữ|Thôn Ví Dụ, Kiến Minh, Hải Phòng|15042021"
  static let today = ServiceDay(year: 2026, month: 11, day: 23)

  private static func village(_ id: String, _ name: String, until: ServiceDay? = nil) -> Village {
    Village(id: VillageID(verified: id), name: name, validFrom: ServiceDay(epochDay: 0), validUntil: until)
  }

  static let rules = ScanRules(
    minimumAge: 60,
    villages: [
      village("vi-du", "Thôn Ví Dụ"), village("thon-1", "Thôn 1"), village("thon-10", "Thôn 10"),
      village("dong", "Thôn Đông"), village("dong-hoa", "Thôn Đông Hòa"), village("cu", "Thôn Cũ", until: today),
      village("doi-a", "Xóm Đôi"), village("doi-b", "Xóm Đôi"),
      village("gone", "Thôn Gộp", until: ServiceDay(epochDay: 9)),
    ], communes: ["xã Kiến Minh", "Đại Đồng"])

  static func read(_ text: some Collection<UInt8>, on day: ServiceDay = today) -> ScannedCode {
    Array(text).withUnsafeBytes { rules.read($0, on: day) }
  }

  static func read(_ text: String, on day: ServiceDay = today) -> ScannedCode { read(text.utf8, on: day) }

  private func facts(_ text: String, on day: ServiceDay = today) -> CitizenFacts? {
    if case .citizen(let facts) = Self.read(text, on: day) { facts } else { nil }
  }

  private func card(
    number: String = "031160001234", born: String = "05021960", sex: String = "Nữ",
    home: String = "Thôn Ví Dụ, Kiến Minh"
  ) -> String {
    "\(number)||Nguyễn Thị Ví Dụ|\(born)|\(sex)|\(home)|15042021"
  }

  @Test func `A card tells whether its holder is of age, and the village, and nothing else`() {
    #expect(
      Self.read(Self.sample)
        == .citizen(CitizenFacts(isOfAge: true, village: VillageID(verified: "vi-du"), doubts: [])))
  }

  @Test func `Age is full on the birthday itself`() {
    let (before, on) = (ServiceDay(year: 2020, month: 2, day: 4), ServiceDay(year: 2020, month: 2, day: 5))
    #expect(facts(Self.sample, on: before)?.isOfAge == false)
    #expect(facts(Self.sample, on: on)?.isOfAge == true)
    let leap = card(number: "031364001234", born: "29021964")
    #expect(facts(leap, on: ServiceDay(year: 2024, month: 2, day: 28))?.isOfAge == false)
    #expect(facts(leap, on: ServiceDay(year: 2024, month: 2, day: 29))?.isOfAge == true)
  }

  @Test(arguments: [
    "031160001234||Nguyễn Thị Ví Dụ|05021960|Nữ|",
    "031160001234||Nguyễn Thị Ví Dụ|05021960|Nữ",
    "031160001234|012345678|Nguyễn Thị Ví Dụ|05021960|Nữ|Thôn Ví Dụ, Kiến Minh||",
    "031160001234||Nguyễn Thị Ví Dụ|05021960|Nữ|Thôn Ví Dụ, Kiến Minh|15072024|012345678||Nguyễn Văn A|Trần Thị B",
    "  031160001234||Nguy?n Th? V\u{1}\u{FFFD}|05021960|N?|Th?n, Ki?n\r",
    "031160001234|||05021960||",
  ])
  func `A card is read with an empty tail, with more fields than seven and with a garbled name`(_ text: String) {
    #expect(facts(text)?.isOfAge == true)
    #expect(facts(text)?.doubts == [])
  }

  @Test(arguments: [
    "", "|", "||||", "|||||||", "031160001234||A|05021960", "03116000123||A|05021960|Nữ|",
    "0311600012345||A|05021960|Nữ",
    "03116000123x||A|05021960|Nữ|", "031160001234||A|31021960|Nữ|", "031160001234||A|00001960|Nữ|",
    "031160001234||A|5021960|Nữ|", "031160001234||A|05021899|Nữ|", "031160001234||A|24112026|Nữ|",
    "031160001234||A|05131960|Nữ|", "８31160001234||A|05021960|Nữ|",
  ])
  func `What lacks a whole number or a date that can be is no card`(_ text: String) {
    #expect(Self.read(text) == .unknown)
  }

  @Test func `A number that says another year or sex is doubted and still read`() {
    #expect(facts(card(number: "031161001234"))?.doubts == [.year])
    #expect(facts(card(number: "031060001234"))?.doubts == [.sex])
    #expect(facts(card(number: "031260001234"))?.doubts == [.year, .sex])
    #expect(facts(card(number: "999360001234"))?.doubts == [.year])
    #expect(facts(card(number: "031060001234", sex: "Nam"))?.doubts == [])
    #expect(facts(card(number: "031203001234", born: "05022003", sex: "Nam"))?.doubts == [])
    #expect(facts(card(number: "031060001234", sex: ""))?.doubts == [])
  }

  @Test(
    arguments: [
      ("Thôn Ví Dụ, Kiến Minh, Hải Phòng", "vi-du"),
      ("THÔN VÍ DỤ, XÃ KIẾN MINH, HẢI PHÒNG", "vi-du"),
      ("Tho\u{302}n Vi\u{301} Du\u{323}, Kie\u{302}\u{301}n Minh", "vi-du"),
      ("thon vi du - kien minh", "vi-du"),
      ("Số 5, Thôn  Ví\tDụ,Đại Đồng, Kiến Thụy", "vi-du"),
      ("Thôn 1, Kiến Minh", "thon-1"),
      ("Thôn 10, Kiến Minh", "thon-10"),
      ("Thôn 100, Kiến Minh", nil),
      ("Thôn Đông, Kiến Minh", "dong"),
      ("Thôn Đông Hòa, Kiến Minh", "dong-hoa"),
      ("Thôn Ðông, Kiến Minh", "dong"),
      ("Thôn Cũ, Kiến Minh", "cu"),
      // Two villages of one name; one that has been merged away; one of another commune; none.
      ("Xóm Đôi, Kiến Minh", nil),
      ("Thôn Gộp, Kiến Minh", nil),
      ("Thôn 1, Ia Grai, Gia Lai", nil),
      ("Kiến Minh, Thôn 1", nil),
      ("Th?n V? D?, Kiến Minh", nil),
      ("Kiến Minh", nil), ("", nil), ("Thôn 1", nil), ("Liênthôn 1, Kiến Minh", nil),
    ] as [(String, String?)])
  func `A village is found by its words before the commune, the longest name wins`(home: String, village: String?) {
    let found = facts(card(home: home))
    #expect(found != nil)
    #expect(found?.village?.text == village)
  }

  @Test func `A slip is known by its bare code and by the address it leads to`() {
    let token = "3w5e11264sgsf0q2m6n8v1x7z9"
    for text in [
      "LUOT:\(token)", "luot:\(token)\r", "http://192.168.1.10/t/\(token)", "HTTPS://so.example/x/t/\(token)",
    ] {
      #expect(Self.read(text) == .ticket(token: token), "\(text)")
    }
    for text in [
      "LUOT:", "LUOT:abc", "LUOT:\(token)/..", "http://192.168.1.10/x/\(token)", "http://192.168.1.10/t/",
      "/t/\(token)",
      "https://", "LUOT \(token)", "LUOT:" + String(repeating: "a", count: 65),
    ] {
      #expect(Self.read(text) == .unknown, "\(text)")
    }
  }

  @Test func `The code of a member is told by where its secret stands`() {
    #expect(Self.read("LUOT-TV:0123456789abcdef") == .staff(secret: 8..<24))
    #expect(Self.read(" luot-tv:0123456789abcdef\n") == .staff(secret: 9..<25))
    #expect(Self.read("LUOT-TV:short") == .unknown)
    #expect(Self.read("LUOT-TV:") == .unknown)
  }

  @Test func `A hundred thousand spoilt scans are each judged, and none is taken for another holder`() {
    let seed =
      ProcessInfo.processInfo.environment["LUOT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: .min ... .max)
    var chance = SplitMix64(seed: seed)
    let seeds = [
      Self.sample, "LUOT:3w5e11264sgsf0q2m6n8v1x7z9", "LUOT-TV:0123456789abcdef",
      "http://192.168.1.10/t/3w5e11264sgsf0q2",
    ].map { Array($0.utf8) }
    var known = 0
    for _ in 0..<100_000 {
      var scan = seeds[Int.random(in: 0..<seeds.count, using: &chance)]
      for _ in 0..<Int.random(in: 0...6, using: &chance) where !scan.isEmpty {
        let place = Int.random(in: 0..<scan.count, using: &chance)
        switch Int.random(in: 0..<5, using: &chance) {
        case 0: scan[place] = UInt8.random(in: .min ... .max, using: &chance)
        case 1: scan.insert(UInt8(ascii: "|"), at: place)
        case 2: scan.remove(at: place)
        case 3: scan.removeSubrange(place...)
        default: scan += scan[place...].prefix(600)
        }
      }
      switch Self.read(scan) {
      case .citizen(let facts):
        known += 1
        #expect(facts.village == nil || facts.village?.text == "vi-du", "LUOT_SEED=\(seed)")
      case .ticket(let token):
        known += 1
        #expect((16...64).contains(token.utf8.count), "LUOT_SEED=\(seed)")
      case .staff(let secret):
        known += 1
        #expect(secret.lowerBound >= 8 && secret.upperBound <= scan.count, "LUOT_SEED=\(seed)")
      case .unknown: break
      }
    }
    #expect(known > 10_000 && known < 100_000, "LUOT_SEED=\(seed)")
  }
}
