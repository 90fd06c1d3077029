import Queueing
import Records
import Testing

@testable import Reports

/// What the clerk is told of words that were written by hand.
@Suite struct WrittenCheckTests {
  private func remarks(_ text: String, unit: String = "xã Kiến Minh") -> [String] {
    let directives = SampleReport.directives.compactMap(Directive.init)
    return WrittenCheck(unit: ReportProfile.Unit(unit), directives: directives, day: SampleReport.period.to)
      .remarks(on: [WrittenText(place: "Mục V", text: text)])
  }

  @Test(arguments: [
    ("theo Kế hoạch số 05/KH-UBND ngày 09/02/2026.", []), ("theo Kế hoạch 5/KH–UBND", []), ("05/kh-ubnd", []),
    ("Công văn số 18/SKHCN-CĐS ngày 15/5/2026;", []), ("Quyết định 36/QĐ-UBND (kiện toàn)", []),
    ("Kế hoạch số 50/KH-UBND", ["50/KH-UBND"]),
    ("Nghị quyết 57-NQ/TW và Nghị định 30/2020/NĐ-CP", ["57-NQ/TW", "30/2020/NĐ-CP"]),
    ("Luật 91/2025/QH15, Đề án 06/CP", ["91/2025/QH15", "06/CP"]),
    ("từ 15/5/2026 đến 20/5, 24/7, 1/2 số hộ, 100/120", []),
    ("mạng 4G/5G, 10 km/h, https://binhdanhocvuso.gov.vn/KH", []), ("/KH-UBND 57/ -/TW", []), ("quý I/2026", []),
  ])
  func `A document is known by its number however it is written, and a date is none`(
    _ text: String, _ expected: [String]
  ) {
    #expect(WrittenReference.all(in: text).map(\.text).filter { !remarks($0).isEmpty } == expected, "\(text)")
    let found = remarks(text)
    #expect(found.count == expected.count, "\(found)")
    for (remark, number) in zip(found, expected) {
      #expect(remark.hasPrefix("Mục V nhắc văn bản “\(number)” không có trong sổ văn bản"), "\(remark)")
      #expect(remark.contains("05/KH-UBND") && remark.contains("20/5/2026"), "what is accepted: \(remark)")
    }
  }

  @Test func `A day that is not the document's is told with the right one`() {
    let found = remarks("theo Kế hoạch số 05/KH-UBND ngày 10/02/2026, Quyết định số 36/QĐ-UBND ngày 24/3/2026")
    #expect(found.count == 1)
    #expect(found.first?.contains("ngày 10/02/2026") == true)
    #expect(found.first?.contains("Kế hoạch số 05/KH-UBND ngày 09/02/2026") == true)
  }

  @Test func `The nearest documents of a long register are offered first`() {
    let directives = (1...30).compactMap { number in
      Directive(
        SampleReport.entry(
          .directives, "vb-\(number)",
          [
            "kind": "plan", "number": number == 30 ? "72/KH-UBND" : "\(number)/BC-UBND", "issuer": "UBND xã",
            "subject": "Việc", "role": "issued", "issuedOn": "2026-01-05",
          ]))
    }
    let check = WrittenCheck(
      unit: ReportProfile.Unit("xã A"), directives: directives, day: ServiceDay(year: 2026, month: 5, day: 1))
    let remark = check.remarks(on: [WrittenText(place: "Mục IV", text: "Kế hoạch 87/KH-UBND")]).first
    #expect(remark?.contains("Trong sổ có: 72/KH-UBND, 1/BC-UBND") == true, "\(remark ?? "")")
    #expect(remark?.hasSuffix("và 22 văn bản khác.") == true)
    let none = WrittenCheck(unit: ReportProfile.Unit("xã A"), directives: [], day: SampleReport.period.to)
    #expect(
      none.remarks(on: [WrittenText(place: "", text: "87/KH-UBND")]).first?.contains("chưa có văn bản nào") == true)
  }

  @Test(
    arguments: [
      // What stood in a report that was copied from another unit's.
      ("hội nghị chuyên đề của đặc khu", "đặc khu"), ("Cổng thông tin điện tử đặc khu.", "đặc khu"),
      ("Đặc khu đã tổ chức", "Đặc khu"), ("UBND phường chỉ đạo", "phường"), ("phường Kiến Minh", "phường"),
      ("trên địa bàn thị trấn", "thị trấn"),
      // Other units, lists of kinds, other words.
      ("các xã, phường, đặc khu", nil), ("đặc khu Cát Hải và phường Hải An", nil), ("các phường bạn", nil),
      ("an sinh xã hội, hợp tác xã", nil), ("UBND xã Kiến Minh", nil), ("cấp xã và cấp phường", nil),
      ("xã/phường/đặc khu", nil), ("2 phường lân cận", nil), ("xã hoặc phường", nil), ("phường hội", nil),
    ] as [(String, String?)])
  func `Another kind of unit than the one variable says is found, another unit is not`(
    _ text: String, _ expected: String?
  ) {
    let found = remarks(text)
    #expect(found.count == (expected == nil ? 0 : 1), "\(found)")
    if let expected, let remark = found.first {
      #expect(remark.hasPrefix("Mục V viết “\(expected)” trong khi đơn vị là xã Kiến Minh"), "\(remark)")
      #expect(remark.contains("viết được: “xã”"))
    }
  }

  @Test func `A unit of another kind is judged by its own`() {
    #expect(remarks("hội nghị của xã", unit: "phường Hải An").count == 1)
    #expect(remarks("hội nghị của phường, an sinh xã hội", unit: "phường Hải An").isEmpty)
    #expect(remarks("hội nghị của xã", unit: "Hải An").isEmpty, "a name alone says no kind")
  }

  @Test func `Topics and configured texts are looked through, subjects of directives only for the unit and for slips`()
  {
    var profile = SampleReport.profile
    profile.directions = ["Thực hiện Kế hoạch 99/KH-UBND."]
    let entries =
      SampleReport.entries + [
        SampleReport.entry(
          .outreach, "hop-9", ["heldOn": "2026-04-05", "channel": "portal", "topic": "Nghị quyết 57-NQ/TW"]),
        SampleReport.entry(
          .directives, "kh-9",
          [
            "kind": "plan", "number": "09/KH-UBND", "issuedOn": "2026-03-05", "role": "issued", "issuer": "UBND xã",
            "subject": "Thực hiện Đề án 06/CP ở đặc khu; phường Kiến Minh",
          ]),
      ]
    let remarks = Report(SampleReport.material(turns: [], entries: entries), for: profile).remarks
    #expect(remarks.contains { $0.hasPrefix("Cấu hình report.directions, mục 1 nhắc văn bản “99/KH-UBND”") })
    #expect(remarks.contains { $0.hasPrefix("Sổ hoạt động tuyên truyền, ngày 05/4/2026 nhắc văn bản “57-NQ/TW”") })
    #expect(remarks.contains { $0.hasPrefix("Sổ văn bản, 09/KH-UBND viết “phường”") })
    #expect(!remarks.contains { $0.contains("06/CP” không có") || $0.contains("viết “đặc khu”") })
    // Where something was written for a part, the configuration's text is not in the report.
    let written = SampleReport.material(turns: [], texts: [.directions: "Việc một.\nTheo 98/KH-UBND."])
    let other = Report(written, for: profile).remarks
    #expect(other.contains { $0.hasPrefix("Mục IV. Phương hướng, nhiệm vụ thời gian tới, đoạn 2 nhắc") })
    #expect(!other.contains { $0.contains("99/KH-UBND") })
  }

  @Test func `A template's own words are judged, its fields are not`() throws {
    let report = SampleReport.report(turns: 5)
    let template = Word.document(
      ["{{trich_yeu}} của đặc khu", "Căn cứ Kế hoạch số 77/KH-UBND;", "Căn cứ 05/KH-UBND {{so_ky_hieu}}"]
        .map(Word.paragraph).joined())
    let remarks = try report.remarks(onTemplate: template)
    #expect(remarks.count == 2, "\(remarks)")
    #expect(remarks.allSatisfy { $0.hasPrefix("Mẫu báo cáo ") })
    #expect(try report.remarks(onTemplate: StockTemplate.file()) == [])
  }
}
