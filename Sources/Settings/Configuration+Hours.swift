/// What slots must keep to, on whatever day.
struct SlotRules {
  let day: Configuration.Day
  var lastTicketMinutes = 0

  /// The slots of one day in order; notes each that overlaps another, lets the numbers begin anew while it is open, or
  /// leaves no time to take a number in.
  func checked(_ slots: [Located<Configuration.Slot>], reading: Reading) -> [Configuration.Slot] {
    let ordered = slots.sorted { ($0.value.from, $0.value.until) < ($1.value.from, $1.value.until) }
    for (earlier, later) in zip(ordered, ordered.dropFirst()) where later.value.from < earlier.value.until {
      reading.refuse(
        later.path, value: later.node, "chồng lên khoảng \(earlier.node) ở dòng \(reading.line(of: earlier.path))",
        accepted: "các khoảng giờ không chồng lên nhau")
    }
    for slot in ordered where slot.value.from < day.startMinute && day.startMinute < slot.value.until {
      let start = ClockTime.text(day.startMinute)
      reading.refuse(
        slot.path, value: slot.node, "số thứ tự sẽ bắt đầu lại lúc \(start) (day.start) khi đang mở cửa",
        accepted: "khoảng giờ không chứa \(start)")
    }
    // Slots that touch are one as far as its end goes.
    var runs: [(first: Located<Configuration.Slot>, until: Int)] = []
    for slot in ordered {
      if let last = runs.indices.last, runs[last].until == slot.value.from {
        runs[last].until = slot.value.until
      } else {
        runs.append((slot, slot.value.until))
      }
    }
    for run in runs where run.until - run.first.value.from <= lastTicketMinutes {
      reading.refuse(
        run.first.path, value: run.first.node,
        "không còn phút nào cấp số vì ngừng trước \(lastTicketMinutes) phút (last_ticket)",
        accepted: "khoảng giờ dài hơn \(lastTicketMinutes) phút")
    }
    return ordered.map(\.value)
  }
}

extension Configuration {
  /// The section `[hours]`.
  struct Hours {
    let slots: [Weekday: [Slot]]
    let rules: SlotRules

    /// `nil` when a slot cannot be read.
    init?(_ table: Table, day: Day, reading: Reading) {
      let rules = SlotRules(
        day: day, lastTicketMinutes: table.defaulted("last_ticket", .integer(in: 0...120), 0))
      var hours: [Weekday: [Slot]] = [:]
      var isSound = true
      for weekday in Weekday.allCases {
        guard let slots = table.optionalList(weekday.rawValue, .slot) else {
          isSound = false
          continue
        }
        let checked = rules.checked(slots, reading: reading)
        if !checked.isEmpty { hours[weekday] = checked }
      }
      guard isSound else { return nil }
      if hours.isEmpty {
        reading.refuse(
          table.path, "không có ngày nào mở cửa", accepted: "giờ mở cửa của ít nhất một ngày, từ monday đến sunday")
      }
      slots = hours
      self.rules = rules
    }
  }
}

extension Configuration.Calendar {
  init(_ table: Table, rules: SlotRules, reading: Reading) {
    holidays = table.defaulted("holidays", .choice, .national)
    var firsts: [String: (path: Path, isClosed: Bool)] = [:]
    var days: [Day] = []
    for (name, isClosed) in [("closed", true), ("open", false)] {
      for entry in table.optionalTables(name) {
        let date = entry.required("date", .date)
        let slots = isClosed ? [] : entry.requiredList("hours", .slot).map { rules.checked($0, reading: reading) }
        let reason = entry.required("reason", .line(upTo: 200))
        guard let date else { continue }
        if let first = firsts[date.value] {
          reading.refuse(
            date.path, value: date.node,
            "đã ghi là ngày \(first.isClosed ? "nghỉ" : "mở cửa") ở dòng \(reading.line(of: first.path))",
            accepted: "một ngày chưa ghi trong lịch")
          continue
        }
        firsts[date.value] = (date.path, isClosed)
        if let slots, let reason { days.append(Day(date: date.value, slots: slots, reason: reason.value)) }
      }
    }
    self.days = days
  }
}
