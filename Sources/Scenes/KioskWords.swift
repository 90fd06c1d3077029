import Queueing

/// The fixed sentences of the kiosk, in one of its languages.
struct KioskWords {
  let language: KioskSession.Language

  func say(_ vietnamese: String, _ english: String) -> String {
    language == .vietnamese ? vietnamese : english
  }

  // MARK: Everywhere

  var back: String { say("Quay lại", "Back") }
  var help: String { say("Gọi người hỗ trợ", "Call for help") }
  var otherLanguage: String { say("English", "Tiếng Việt") }
  var largeText: String { say("Chữ to", "Larger") }
  var usualText: String { say("Chữ vừa", "Smaller") }
  var done: String { say("Xong", "Done") }
  var demonstration: String {
    say("CHẠY THỬ – số và phiếu không có giá trị", "TRIAL RUN – numbers and slips have no value")
  }

  /// `Thứ Hai, 23/11/2026`, `Monday, 23/11/2026`.
  func date(_ day: ServiceDay) -> String { "\(weekday(of: day)), \(day.vietnameseText)" }

  /// `Thứ Hai`, `Monday`.
  func weekday(of day: ServiceDay) -> String {
    let english =
      switch day.weekday {
      case .monday: "Monday"
      case .tuesday: "Tuesday"
      case .wednesday: "Wednesday"
      case .thursday: "Thursday"
      case .friday: "Friday"
      case .saturday: "Saturday"
      case .sunday: "Sunday"
      }
    return say(day.weekday.vietnameseName, english)
  }

  // MARK: Home

  var homeTitle: String { say("Mời ông/bà chọn việc cần làm", "What do you need today?") }
  var homeHint: String {
    say("Chạm vào ô để lấy số. Không cần nhập họ tên.", "Touch a box to take a number. No name is needed.")
  }
  var noPaperHint: String {
    say("Máy in hết giấy: số sẽ hiện trên màn hình.", "The printer is out of paper: your number will be shown here.")
  }
  var faultyPrinterHint: String {
    say(
      "Máy in tạm không in được: số sẽ hiện trên màn hình.",
      "The printer is not working now: your number will be shown here.")
  }
  var groupTitle: String { say("Việc ông/bà cần thuộc nhóm nào?", "Which of these do you need?") }
  var nobodyWaits: String { say("Chưa có ai chờ", "Nobody is waiting") }

  /// Why a service gives no numbers, as short as it stands on its button.
  func unavailable(_ closing: Closing) -> String {
    switch closing.reason {
    case .capReached: say("Hôm nay đã hết số", "No numbers left")
    case .paused: say("Tạm dừng cấp số", "Paused")
    default: say("Hiện không cấp số", "Not available now")
    }
  }

  /// When it does again, as short.
  func reopens(_ opensAt: Timestamp, now: Timestamp) -> String {
    let (day, clock) = (opensAt.civilDay, opensAt.clockText)
    if day == now.civilDay { return say("Mở lại lúc \(clock)", "Opens at \(clock)") }
    let date = day.vietnameseText.prefix(5)
    return say("Mở lại \(clock), \(date)", "Opens \(clock), \(date)")
  }

  func waiting(_ count: Int) -> String {
    count > 0 ? say("\(count.groupedText) người đang chờ", "\(count) waiting") : nobodyWaits
  }

  /// - Parameter isShort: leaves out of long ranges what they say anyhow.
  func range(_ minutes: ClosedRange<Int>, isShort: Bool) -> String {
    if isShort, minutes.upperBound > 99 { return say(minutes.minutesText, "\(minutes.spanText) min") }
    return say("khoảng \(minutes.minutesText)", "about \(minutes.spanText) min")
  }

  // MARK: Questions

  var priorityTitle: String { say("Ông/bà có thuộc diện ưu tiên không?", "Do you have priority?") }
  var noPriority: String { say("Không, lấy số thường", "No, a regular number") }
  var basis: String { say("Căn cứ của các diện ưu tiên", "The legal basis of priority") }
  var confirmTitle: String { say("Lấy số cho việc này?", "Take a number for this?") }
  var regular: String { say("Số thường", "Regular number") }
  var take: String { say("Lấy số", "Take a number") }
  var taking: String { say("Đang lấy số…", "Taking your number…") }

  func priority(_ name: String) -> String { say("Ưu tiên: \(name)", "Priority: \(name)") }

  // MARK: Result

  var invitation: String { say("Chạm vào màn hình để lấy số", "Touch the screen to take a number") }
  var resultTitle: String { say("Số của ông/bà", "Your number") }
  var ahead: String { say("người phía trước", "people before you") }
  var nearly: String { say("Sắp đến lượt", "Almost your turn") }
  var minutes: String { say("phút nữa", "minutes") }
  var printing: String { say("Đang in phiếu…", "Printing your slip…") }
  var printed: String { say("Mời ông/bà nhận phiếu", "Please take your slip") }
  var noPaper: String {
    say(
      "Máy in hết giấy – mời ông/bà nhớ hoặc chụp lại số này",
      "The printer is out of paper – please remember or photograph this number")
  }
  var notPrinted: String {
    say(
      "Máy in tạm không in được – mời ông/bà nhớ hoặc chụp lại số này",
      "The printer is not working now – please remember or photograph this number")
  }
  var noPrinter: String {
    say("Mời ông/bà nhớ hoặc chụp lại số này", "Please remember or photograph this number")
  }
  var follow: String { say("Quét mã để theo dõi lượt trên điện thoại", "Scan to follow your turn on your phone") }

  func place(_ vietnamese: String) -> String {
    say(vietnamese, "Please wait in the hall and watch the call board")
  }

  // MARK: Messages

  var closedTitle: String { say("Trung tâm đang đóng cửa", "The centre is closed") }

  /// Why; what staff wrote and the names of holidays are Vietnamese.
  func reason(_ closing: Closing) -> String {
    let english =
      switch closing.reason {
      case .hours: "Outside working hours"
      case .lastTicket: "The last numbers have been given out"
      case .holiday: "Public holiday"
      case .dayOff: "Closed today"
      case .staff, .paused, .capReached, .store: "No numbers are given out now"
      }
    return say(closing.why, english) + ". "
  }

  /// What staff gave as the reason of a pause, which is Vietnamese, and what is left to do when all numbers are gone.
  func explanation(_ closing: Closing) -> String {
    if closing.reason == .capReached {
      return say("Việc gấp, mời ông/bà hỏi cán bộ. ", "If it is urgent, please ask the staff. ")
    }
    return closing.note.map { say("Lý do: \($0). ", "") } ?? ""
  }

  func opens(_ opensAt: Timestamp?, now: Timestamp) -> String {
    guard let opensAt else { return say("Mời ông/bà quay lại sau.", "Please come back later.") }
    let clock = opensAt.clockText
    if opensAt.civilDay == now.civilDay {
      return say("Mở lại lúc \(clock) hôm nay.", "Opens again today at \(clock).")
    }
    return say(
      "Mở lại lúc \(clock) \(opensAt.civilDay.weekdayText).",
      "Opens again at \(clock) on \(date(opensAt.civilDay)).")
  }

  var storeTitle: String { say("Máy tạm ngừng cấp số", "This machine cannot give numbers now") }
  var storeDetail: String {
    say("Mời ông/bà đến quầy, cán bộ sẽ cấp số.", "Please go to a counter, the staff will give you a number.")
  }
  var burstTitle: String { say("Máy vừa cấp nhiều số liền nhau", "Many numbers were just taken here") }
  var burstDetail: String {
    say(
      "Mời ông/bà chờ một phút rồi lấy số, hoặc gọi người hỗ trợ.",
      "Please wait a minute and try again, or call for help.")
  }
  var troubleTitle: String { say("Chưa lấy được số", "No number yet") }
  var troubleDetail: String {
    say("Mời ông/bà thử lại, hoặc gọi người hỗ trợ.", "Please try again, or call for help.")
  }
  var again: String { say("Thử lại", "Try again") }
  var helpCalling: String { say("Đang gọi người hỗ trợ…", "Calling for help…") }
  var helpCalled: String { say("Đã báo cho cán bộ", "The staff have been told") }
  var helpCalledDetail: String {
    say("Mời ông/bà chờ tại đây, sẽ có người đến giúp.", "Please wait here, somebody will come to help.")
  }
  var helpFailed: String { say("Chưa gọi được", "The call did not go through") }
  var helpFailedDetail: String {
    say("Mời ông/bà đến quầy gần nhất để được giúp.", "Please go to the nearest counter for help.")
  }
  var idleTitle: String { say("Ông/bà còn ở đây không?", "Are you still there?") }
  var stay: String { say("Tôi vẫn ở đây", "I am still here") }

  func idleDetail(seconds: Int) -> String {
    say("Màn hình sẽ về trang đầu sau \(seconds) giây.", "The screen starts over in \(seconds) seconds.")
  }
}
