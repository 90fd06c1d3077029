import Queueing
import Records
import Storage

/// When numbers are issued: the register `calendar`, and what staff order for a while.
extension Desk {
  /// Days ahead that a service can be paused and the office closed for at most.
  package static let orderDays = 31

  /// What the record says about opening now.
  func amendments() throws -> OpeningAmendments {
    try tx.openingAmendments(now: now)
  }

  // MARK: - The register

  /// Enters a date into the register.
  package func addCalendarDay(_ draft: CalendarDraft) throws -> CalendarDayAnswer {
    let exception = try checked(draft, editing: nil)
    if try tx.calendarDay(exception.day) != nil { throw Refusal.dateTaken(exception.day) }
    try tx.set(exception, at: now, day: day, actor: actor)
    return CalendarDayAnswer(exception, inForce: true)
  }

  /// Changes what the register says of a date; what the draft leaves out stays.
  package func changeCalendarDay(_ draft: CalendarDraft) throws -> CalendarDayAnswer {
    let exception = try checked(draft, editing: calendarDay(draft.date))
    try tx.set(exception, at: now, day: day, actor: actor)
    return CalendarDayAnswer(exception, inForce: true)
  }

  /// Takes a date out of the register; the answer is what it was.
  package func endCalendarDay(_ date: String) throws -> CalendarDayAnswer {
    let exception = try calendarDay(date)
    if let problem = pastProblem(exception.day) { throw RequestProblem.invalid([problem]) }
    try tx.endCalendarDay(exception.day, at: now, day: day, actor: actor)
    return CalendarDayAnswer(exception, inForce: false)
  }

  private func calendarDay(_ text: String) throws -> DayException {
    guard let date = ServiceDay(text), let exception = try tx.calendarDay(date) else {
      throw RequestProblem.noSuchEntry(register: "Lịch", text)
    }
    return exception
  }

  private func pastProblem(_ date: ServiceDay) -> FieldProblem? {
    guard date < day else { return nil }
    return FieldProblem(
      field: "date", value: date.text, accepted: "từ ngày \(day.text) trở đi", reason: "Ngày này đã qua.")
  }

  private func checked(_ draft: CalendarDraft, editing old: DayException?) throws -> DayException {
    var problems: [FieldProblem] = []
    let date = ServiceDay(draft.date)
    if let date {
      problems += [pastProblem(date)].compactMap(\.self)
    } else {
      problems.append(
        FieldProblem(
          field: "date", value: draft.date, accepted: "ngày dạng 2027-03-02", reason: "Không phải một ngày có thật."))
    }
    let kind =
      draft.kind.map(CalendarDayAnswer.Kind.init)
      ?? old.map { $0.slots.isEmpty && draft.hours == nil ? .closed : .open }
    var slots: [OpeningSlot] = []
    switch kind {
    case .closed:
      if let hours = draft.hours, !hours.isEmpty {
        problems.append(
          FieldProblem(
            field: "hours", value: hours.joined(separator: ", "), accepted: "không ghi, vì kind là closed",
            reason: "Ngày nghỉ thì không có giờ mở cửa."))
      }
    case .open: slots = try checked(draft.hours, or: old?.slots ?? [], noting: &problems)
    case nil:
      problems.append(
        FieldProblem(
          field: "kind", value: draft.kind, accepted: "closed (nghỉ cả ngày), open (mở cửa theo hours)",
          reason: "Cần ghi ngày này nghỉ hay mở cửa."))
    }
    let reason = try kept(draft.reason, field: "reason") ?? old?.reason
    if reason == nil { problems.append(Self.reasonProblem) }
    guard problems.isEmpty, let date, let reason else { throw RequestProblem.invalid(problems) }
    return DayException(day: date, slots: slots, reason: reason, source: .register)
  }

  /// What people are not told is no reason to them.
  private static let reasonProblem = FieldProblem(
    field: "reason", value: nil, accepted: "từ 1 đến \(textLimit) ký tự, người dân đọc được",
    reason: "Cần ghi lý do.")

  private static let slotsAccepted = "danh sách khoảng giờ như 07:30-11:30, muộn nhất đến 24:00, không chồng lên nhau"

  private func checked(
    _ hours: [String]?, or old: [OpeningSlot], noting problems: inout [FieldProblem]
  ) throws -> [OpeningSlot] {
    let slots = hours.map { $0.map(OpeningSlot.init) } ?? old
    let sound = slots.compactMap(\.self)
    let note = { (value: String?, reason: String) in
      FieldProblem(field: "hours", value: value, accepted: Self.slotsAccepted, reason: reason)
    }
    if let wrong = slots.firstIndex(of: nil), let hours {
      problems.append(note(hours[wrong], "Không phải khoảng giờ."))
    } else if sound.isEmpty {
      problems.append(note(nil, "Cần ghi giờ mở cửa của ngày này."))
    }
    for fault in office.faults(in: sound) {
      switch fault {
      case .overlap(let one, let other):
        problems.append(note(other.text, "Khoảng giờ chồng lên \(one.text)."))
      case .containsDayStart(let slot, let minute):
        problems.append(
          note(slot.text, "Số thứ tự sẽ bắt đầu lại lúc \(OpeningSlot.text(minute)) khi đang mở cửa."))
      case .withinMargin(let slot, let margin):
        problems.append(note(slot.text, "Không còn phút nào cấp số vì ngừng trước \(margin) phút."))
      }
    }
    return sound.sorted { $0.from < $1.from }
  }

  // MARK: - Orders

  /// Opens or closes the office as a whole until an instant, whatever the calendar says.
  ///
  /// - Parameter until: ISO 8601; the end of the service day when a closing does not say.
  package func orderOffice(isOpen: Bool, until: String?, reason: String?) throws -> OpeningAnswer {
    let order = try checkedOrder(isOpen: isOpen, until: until, reason: reason)
    try tx.order(order, for: nil, at: now, day: day, actor: actor)
    return try Lookup(tx, office: office, now: now).opening()
  }

  /// Ends what was ordered: the calendar holds again.
  package func releaseOffice() throws -> OpeningAnswer {
    guard try amendments().office.map({ now < $0.until }) ?? false else { throw Refusal.nothingOrdered }
    try tx.endOrder(for: nil, at: now, day: day, actor: actor)
    return try Lookup(tx, office: office, now: now).opening()
  }

  /// Issues no numbers for a service until an instant; who has one is called all the same.
  package func pauseService(_ id: String, until: String?, reason: String?) throws -> ServiceAnswer {
    let service = try service(id, field: "service")
    let order = try checkedOrder(isOpen: false, until: until, reason: reason)
    try tx.order(order, for: service.id, at: now, day: day, actor: actor)
    return try Lookup(tx, office: office, now: now).service(service)
  }

  package func resumeService(_ id: String) throws -> ServiceAnswer {
    let service = try service(id, field: "service")
    guard try amendments().pauses[service.id].map({ now < $0.until }) ?? false else {
      throw Refusal.notPaused(service.id)
    }
    try tx.endOrder(for: service.id, at: now, day: day, actor: actor)
    return try Lookup(tx, office: office, now: now).service(service)
  }

  private func checkedOrder(isOpen: Bool, until text: String?, reason: String?) throws -> OpeningOrder {
    var problems: [FieldProblem] = []
    // Numbers begin anew with the day, so that nobody keeps the office open over its end.
    let latest = isOpen ? office.end(of: day) : now.adding(seconds: Self.orderDays * 86_400)
    let until = text.map(Timestamp.init(iso8601:)) ?? (isOpen ? nil : office.end(of: day))
    if !(until.map { now < $0 && $0 <= latest } ?? false) {
      problems.append(
        FieldProblem(
          field: "until", value: text, accepted: "sau \(now.iso8601), muộn nhất \(latest.iso8601)",
          reason: "Cần ghi đến lúc nào, trong khoảng cho phép."))
    }
    let reason = try kept(reason, field: "reason")
    if reason == nil { problems.append(Self.reasonProblem) }
    guard problems.isEmpty, let until, let reason else { throw RequestProblem.invalid(problems) }
    return OpeningOrder(isOpen: isOpen, until: until, reason: reason)
  }
}

extension ReadTransaction {
  /// What the record says about opening, seen from an instant on.
  func openingAmendments(now: Timestamp) throws -> OpeningAmendments {
    try openingAmendments(from: ServiceDay(of: now, startMinute: 0))
  }
}
