import Foundation
import Queueing
import Scenes
import Testing

@Suite struct SlideTests {
  @Test func `A page is a title, lines, a code and days`() throws {
    let page = try SlideText(
      parsing: """
        # Nghỉ lễ

        Trung tâm nghỉ một ngày.
          - Ý thứ nhất.
        QR: https://example.vn/?a=b
        Ảnh: co.png
        Từ ngày: 2026-08-30
        Đến hết: 2026-09-02
        """)
    #expect(
      page.slide
        == Slide(
          title: "Nghỉ lễ", lines: ["Trung tâm nghỉ một ngày.", "• Ý thứ nhất."], code: "https://example.vn/?a=b"))
    #expect(page.imageName == "co.png")
    let days =
      [29, 30, 31].map { ServiceDay(year: 2026, month: 8, day: $0) }
      + [2, 3].map { ServiceDay(year: 2026, month: 9, day: $0) }
    #expect(days.map(page.isShown) == [false, true, true, true, false])
    let image = SlideImage(file: "/x/co.png", version: "1")
    #expect(page.picturing(image).slide.image == image)
  }

  @Test func `Every notice that comes with the program is a page`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Config/notices")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count >= 4)
    for file in files {
      let page = try SlideText(parsing: String(contentsOf: file, encoding: .utf8))
      #expect(page.isShown(on: ServiceDay(year: 2026, month: 11, day: 24)), "\(file.lastPathComponent)")
    }
  }

  @Test func `A page without days is always shown`() throws {
    #expect(try SlideText(parsing: "# A").isShown(on: ServiceDay(year: 2026, month: 1, day: 1)))
  }

  @Test(arguments: [
    ("", "thiếu tiêu đề; hãy viết một dòng bắt đầu bằng “# ”."),
    ("Không có tiêu đề", "thiếu tiêu đề; hãy viết một dòng bắt đầu bằng “# ”."),
    ("# A\n# B", "dòng 2: đã có tiêu đề ở trên; mỗi tệp là một trang."),
    ("# A\nQR: a\nQR: b", "dòng 3: QR ghi hai lần."),
    ("# A\nTừ ngày: 30/8/2026", "dòng 2: “30/8/2026” không phải ngày dạng 2026-11-23."),
    ("# A\nẢnh: ../a.png", "ảnh phải là tên một tệp .png trong cùng thư mục."),
    ("# A\nẢnh: a.jpg", "ảnh phải là tên một tệp .png trong cùng thư mục."),
    ("# A\n1\n2\n3\n4\n5\n6", "có 6 dòng, nhiều nhất 5."),
    ("# A\n" + String(repeating: "a", count: 141), "dòng 2: dài quá 140 ký tự."),
    ("# " + String(repeating: "a", count: 61), "tiêu đề dài quá 60 ký tự."),
    ("# A\nQR: " + String(repeating: "a", count: 201), "nội dung QR dài quá 200 byte."),
  ])
  func `What is written wrongly is named with its line`(text: String, reason: String) {
    do {
      _ = try SlideText(parsing: text)
      Issue.record("taken: \(text)")
    } catch {
      #expect(error.description == reason)
    }
  }

  @Test func `A kiosk that nobody touches shows a notice, and the first touch leads to the services`() {
    var kiosk = SessionUnderTest()
    kiosk.office.slide = Slide(title: "Cảnh giác", lines: [])
    kiosk.take(.time, after: KioskSession.restAfter - .seconds(1))
    guard case .choices = kiosk.scene.page else { return #expect(Bool(false), "too soon") }
    kiosk.take(.time, after: .seconds(1))
    guard case .slide = kiosk.scene.page else { return #expect(Bool(false), "no notice") }
    let layout = Layout(kiosk.scene, on: Panel(width: 1920, height: 1080))
    #expect(layout.action(atX: 900, y: 500) == .stay)
    kiosk.take(.touch(.stay), after: .seconds(20))
    guard case .choices = kiosk.scene.page else { return #expect(Bool(false), "still a notice") }
    kiosk.take(.touch(.service(SessionUnderTest.service)), after: .milliseconds(100))
    #expect(kiosk.session.step == .home, "the second tap of a double tap chooses nothing")
    kiosk.touch(.service(SessionUnderTest.service))
    #expect(kiosk.session.step == .priority(SessionUnderTest.service))
  }

  @Test func `Who holds a card before the scanner of a resting kiosk reads what came of it, and chooses at once`() {
    var kiosk = SessionUnderTest()
    kiosk.office.slide = Slide(title: "Cảnh giác", lines: [])
    kiosk.office.notices = ["CHẠY THỬ"]
    kiosk.office.said = KioskOffice.Said(vietnamese: "Ông/bà được ưu tiên.", english: "You have priority.")
    kiosk.take(.time, after: .seconds(60))
    guard case .choices = kiosk.scene.page else { return #expect(Bool(false), "still a notice") }
    #expect(kiosk.scene.notices == ["Ông/bà được ưu tiên.", "CHẠY THỬ"])
    kiosk.touch(.language)
    #expect(kiosk.scene.notice == "You have priority.")
    kiosk.office.said = nil
    kiosk.touch(.service(SessionUnderTest.service))
    #expect(kiosk.session.step == .priority(SessionUnderTest.service))
    #expect(kiosk.scene.notices == [])
  }

  @Test func `A notice longer than its strip is told in parts, each in its turn, and no word is lost`() {
    var kiosk = SessionUnderTest()
    let sentences = [
      "Lúc 09:02 các số đang chờ của Sổ sức khỏe – an sinh xã hội và của Thanh toán – ứng dụng số đã hủy vì không đủ cán "
        + "bộ trực.", "Xin mời ông/bà trở lại vào giờ làm việc tiếp theo, hoặc hỏi cán bộ ở quầy gần nhất.",
    ]
    kiosk.office.notices = [sentences.joined(separator: " "), "CHẠY THỬ"]
    #expect(kiosk.scene.notices == sentences + ["CHẠY THỬ"])
    // Without an end it breaks between words.
    let endless = Array(repeating: "thủ tục hành chính", count: 40).joined(separator: " ")
    kiosk.office.notices = [endless]
    for length in [180, 136] {
      let parts = kiosk.scene.notices
      #expect(parts.count > 3 && parts.allSatisfy { $0.count <= length })
      #expect(parts.map { $0.replacing(" …", with: "") }.joined(separator: " ") == endless)
      kiosk.touch(.largeText)
    }
  }

  @Test func `Help is called from a notice too`() {
    var kiosk = SessionUnderTest()
    kiosk.office.slide = Slide(title: "Cảnh giác", lines: [])
    kiosk.take(.touch(.help), after: .seconds(60))
    #expect(kiosk.effects.count == 1)
  }
}
