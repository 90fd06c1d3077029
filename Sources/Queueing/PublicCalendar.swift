/// A date on which state offices keep other days than their week says.
package struct PublicDay: Hashable, Sendable {
  /// What is celebrated, in the order of the year.
  package enum Occasion: String, CaseIterable, Sendable {
    case newYear, tet, ancestors, liberation, labour, national, culture

    package var name: String {
      switch self {
      case .newYear: "Tết Dương lịch"
      case .tet: "Tết Nguyên đán"
      case .ancestors: "Giỗ Tổ Hùng Vương"
      case .liberation: "Ngày Chiến thắng 30/4"
      case .labour: "Ngày Quốc tế lao động"
      case .national: "Quốc khánh"
      case .culture: "Ngày Văn hóa Việt Nam"
      }
    }
  }

  package enum Kind: Hashable, Sendable {
    case holiday
    /// The next working day after a holiday that fell on the weekly rest.
    case compensation
    /// A working day that was exchanged for a later or earlier day of rest.
    case swapped
    /// The day of rest that is worked instead, with the hours of the weekday it stands for.
    case worked(as: Weekday)
  }

  /// What an entry rests on.
  package enum Basis: String, CaseIterable, Sendable, Codable {
    /// The date follows from the law alone.
    case law
    /// The Government decided so for that year.
    case decision
    /// What the law and the habit of former years make likely; the decision for that year is not known here.
    case computed
  }

  package let day: ServiceDay
  package let occasion: Occasion
  package let kind: Kind
  package let basis: Basis

  fileprivate init(_ year: Int, _ month: Int, _ day: Int, _ occasion: Occasion, _ kind: Kind, _ basis: Basis) {
    self.day = ServiceDay(year: year, month: month, day: day)
    self.occasion = occasion
    self.kind = kind
    self.basis = basis
  }

  /// “Nghỉ bù Giỗ Tổ Hùng Vương”.
  package var name: String {
    switch kind {
    case .holiday: "Nghỉ \(occasion.name)"
    case .compensation: "Nghỉ bù \(occasion.name)"
    case .swapped: "Nghỉ hoán đổi dịp \(occasion.name)"
    case .worked: "Làm bù dịp \(occasion.name)"
    }
  }

  /// The ground as text for an administrator.
  package var basisText: String {
    switch (basis, kind, occasion) {
    case (.law, _, .culture): "Nghị quyết 28/2026/QH16, hiệu lực từ 01/7/2026"
    case (.law, _, _): "Bộ luật Lao động 2019, Điều 112 khoản 1"
    case (.decision, .compensation, _): "Bộ luật Lao động 2019, Điều 111 khoản 3; đã thông báo cho năm đó"
    case (.decision, _, .newYear): "Công văn 12729/VPCP-KGVX ngày 25/12/2025"
    case (.decision, _, _): "Phương án nghỉ lễ, tết năm đó Thủ tướng Chính phủ đã đồng ý"
    case (.computed, .compensation, _):
      "Tính theo Bộ luật Lao động 2019, Điều 111 khoản 3; chưa có thông báo của năm đó"
    case (.computed, _, _): "Tính theo Bộ luật Lao động 2019, Điều 112; chưa có quyết định của Thủ tướng cho năm đó"
    }
  }
}

/// The days of rest of Vietnamese state offices, 2026 to 2035, and the days worked in exchange.
///
/// A table in the program and not a file beside it: it is the law of the land and not a choice of the centre, it can
/// neither be missing nor half edited on a kiosk, and the tests hold each line against the rules it follows from. What
/// is decided later, or otherwise at one place, is said in the configuration or, without a restart, in the register
/// `calendar`; both go before this table.
///
/// Sources: Bộ luật Lao động 2019 Điều 112 (1/1; five days of Tết; 10/3 of the lunar year; 30/4; 1/5; 2/9 and the day
/// before or after it) and Điều 111.3 (a holiday on the weekly rest is made up for on the next working day); Nghị quyết
/// 28/2026/QH16 (24/11). The lunar dates are those of the calendar for UTC+7. Where the year's decision is not known,
/// Tết is taken as its eve and the first four days, as was decided for 2026, and the second day of Quốc khánh as the
/// one that leaves no single working day between it and a weekend.
package enum PublicCalendar {
  package static let years = 2026...2035

  /// In order; no date twice.
  package static let days: [PublicDay] = [
    // 2026
    PublicDay(2026, 1, 1, .newYear, .holiday, .law),
    PublicDay(2026, 1, 2, .newYear, .swapped, .decision),
    PublicDay(2026, 1, 10, .newYear, .worked(as: .friday), .decision),
    PublicDay(2026, 2, 16, .tet, .holiday, .decision),
    PublicDay(2026, 2, 17, .tet, .holiday, .decision),
    PublicDay(2026, 2, 18, .tet, .holiday, .decision),
    PublicDay(2026, 2, 19, .tet, .holiday, .decision),
    PublicDay(2026, 2, 20, .tet, .holiday, .decision),
    PublicDay(2026, 4, 26, .ancestors, .holiday, .law),
    PublicDay(2026, 4, 27, .ancestors, .compensation, .decision),
    PublicDay(2026, 4, 30, .liberation, .holiday, .law),
    PublicDay(2026, 5, 1, .labour, .holiday, .law),
    PublicDay(2026, 8, 22, .national, .worked(as: .monday), .decision),
    PublicDay(2026, 8, 31, .national, .swapped, .decision),
    PublicDay(2026, 9, 1, .national, .holiday, .decision),
    PublicDay(2026, 9, 2, .national, .holiday, .law),
    PublicDay(2026, 11, 24, .culture, .holiday, .law),
    // 2027
    PublicDay(2027, 1, 1, .newYear, .holiday, .law),
    PublicDay(2027, 2, 5, .tet, .holiday, .computed),
    PublicDay(2027, 2, 6, .tet, .holiday, .computed),
    PublicDay(2027, 2, 7, .tet, .holiday, .computed),
    PublicDay(2027, 2, 8, .tet, .holiday, .computed),
    PublicDay(2027, 2, 9, .tet, .holiday, .computed),
    PublicDay(2027, 2, 10, .tet, .compensation, .computed),
    PublicDay(2027, 2, 11, .tet, .compensation, .computed),
    PublicDay(2027, 4, 16, .ancestors, .holiday, .law),
    PublicDay(2027, 4, 30, .liberation, .holiday, .law),
    PublicDay(2027, 5, 1, .labour, .holiday, .law),
    PublicDay(2027, 5, 3, .labour, .compensation, .computed),
    PublicDay(2027, 9, 2, .national, .holiday, .law),
    PublicDay(2027, 9, 3, .national, .holiday, .computed),
    PublicDay(2027, 11, 24, .culture, .holiday, .law),
    // 2028
    PublicDay(2028, 1, 1, .newYear, .holiday, .law),
    PublicDay(2028, 1, 3, .newYear, .compensation, .computed),
    PublicDay(2028, 1, 25, .tet, .holiday, .computed),
    PublicDay(2028, 1, 26, .tet, .holiday, .computed),
    PublicDay(2028, 1, 27, .tet, .holiday, .computed),
    PublicDay(2028, 1, 28, .tet, .holiday, .computed),
    PublicDay(2028, 1, 29, .tet, .holiday, .computed),
    PublicDay(2028, 1, 31, .tet, .compensation, .computed),
    PublicDay(2028, 4, 4, .ancestors, .holiday, .law),
    PublicDay(2028, 4, 30, .liberation, .holiday, .law),
    PublicDay(2028, 5, 1, .labour, .holiday, .law),
    PublicDay(2028, 5, 2, .liberation, .compensation, .computed),
    PublicDay(2028, 9, 1, .national, .holiday, .computed),
    PublicDay(2028, 9, 2, .national, .holiday, .law),
    PublicDay(2028, 9, 4, .national, .compensation, .computed),
    PublicDay(2028, 11, 24, .culture, .holiday, .law),
    // 2029
    PublicDay(2029, 1, 1, .newYear, .holiday, .law),
    PublicDay(2029, 2, 12, .tet, .holiday, .computed),
    PublicDay(2029, 2, 13, .tet, .holiday, .computed),
    PublicDay(2029, 2, 14, .tet, .holiday, .computed),
    PublicDay(2029, 2, 15, .tet, .holiday, .computed),
    PublicDay(2029, 2, 16, .tet, .holiday, .computed),
    PublicDay(2029, 4, 23, .ancestors, .holiday, .law),
    PublicDay(2029, 4, 30, .liberation, .holiday, .law),
    PublicDay(2029, 5, 1, .labour, .holiday, .law),
    PublicDay(2029, 9, 2, .national, .holiday, .law),
    PublicDay(2029, 9, 3, .national, .holiday, .computed),
    PublicDay(2029, 9, 4, .national, .compensation, .computed),
    PublicDay(2029, 11, 24, .culture, .holiday, .law),
    PublicDay(2029, 11, 26, .culture, .compensation, .computed),
    // 2030
    PublicDay(2030, 1, 1, .newYear, .holiday, .law),
    PublicDay(2030, 2, 1, .tet, .holiday, .computed),
    PublicDay(2030, 2, 2, .tet, .holiday, .computed),
    PublicDay(2030, 2, 3, .tet, .holiday, .computed),
    PublicDay(2030, 2, 4, .tet, .holiday, .computed),
    PublicDay(2030, 2, 5, .tet, .holiday, .computed),
    PublicDay(2030, 2, 6, .tet, .compensation, .computed),
    PublicDay(2030, 2, 7, .tet, .compensation, .computed),
    PublicDay(2030, 4, 12, .ancestors, .holiday, .law),
    PublicDay(2030, 4, 30, .liberation, .holiday, .law),
    PublicDay(2030, 5, 1, .labour, .holiday, .law),
    PublicDay(2030, 9, 2, .national, .holiday, .law),
    PublicDay(2030, 9, 3, .national, .holiday, .computed),
    PublicDay(2030, 11, 24, .culture, .holiday, .law),
    PublicDay(2030, 11, 25, .culture, .compensation, .computed),
    // 2031
    PublicDay(2031, 1, 1, .newYear, .holiday, .law),
    PublicDay(2031, 1, 22, .tet, .holiday, .computed),
    PublicDay(2031, 1, 23, .tet, .holiday, .computed),
    PublicDay(2031, 1, 24, .tet, .holiday, .computed),
    PublicDay(2031, 1, 25, .tet, .holiday, .computed),
    PublicDay(2031, 1, 26, .tet, .holiday, .computed),
    PublicDay(2031, 1, 27, .tet, .compensation, .computed),
    PublicDay(2031, 1, 28, .tet, .compensation, .computed),
    PublicDay(2031, 4, 1, .ancestors, .holiday, .law),
    PublicDay(2031, 4, 30, .liberation, .holiday, .law),
    PublicDay(2031, 5, 1, .labour, .holiday, .law),
    PublicDay(2031, 9, 1, .national, .holiday, .computed),
    PublicDay(2031, 9, 2, .national, .holiday, .law),
    PublicDay(2031, 11, 24, .culture, .holiday, .law),
    // 2032
    PublicDay(2032, 1, 1, .newYear, .holiday, .law),
    PublicDay(2032, 2, 10, .tet, .holiday, .computed),
    PublicDay(2032, 2, 11, .tet, .holiday, .computed),
    PublicDay(2032, 2, 12, .tet, .holiday, .computed),
    PublicDay(2032, 2, 13, .tet, .holiday, .computed),
    PublicDay(2032, 2, 14, .tet, .holiday, .computed),
    PublicDay(2032, 2, 16, .tet, .compensation, .computed),
    PublicDay(2032, 4, 19, .ancestors, .holiday, .law),
    PublicDay(2032, 4, 30, .liberation, .holiday, .law),
    PublicDay(2032, 5, 1, .labour, .holiday, .law),
    PublicDay(2032, 5, 3, .labour, .compensation, .computed),
    PublicDay(2032, 9, 2, .national, .holiday, .law),
    PublicDay(2032, 9, 3, .national, .holiday, .computed),
    PublicDay(2032, 11, 24, .culture, .holiday, .law),
    // 2033
    PublicDay(2033, 1, 1, .newYear, .holiday, .law),
    PublicDay(2033, 1, 3, .newYear, .compensation, .computed),
    PublicDay(2033, 1, 30, .tet, .holiday, .computed),
    PublicDay(2033, 1, 31, .tet, .holiday, .computed),
    PublicDay(2033, 2, 1, .tet, .holiday, .computed),
    PublicDay(2033, 2, 2, .tet, .holiday, .computed),
    PublicDay(2033, 2, 3, .tet, .holiday, .computed),
    PublicDay(2033, 2, 4, .tet, .compensation, .computed),
    PublicDay(2033, 4, 9, .ancestors, .holiday, .law),
    PublicDay(2033, 4, 11, .ancestors, .compensation, .computed),
    PublicDay(2033, 4, 30, .liberation, .holiday, .law),
    PublicDay(2033, 5, 1, .labour, .holiday, .law),
    PublicDay(2033, 5, 2, .liberation, .compensation, .computed),
    PublicDay(2033, 5, 3, .labour, .compensation, .computed),
    PublicDay(2033, 9, 1, .national, .holiday, .computed),
    PublicDay(2033, 9, 2, .national, .holiday, .law),
    PublicDay(2033, 11, 24, .culture, .holiday, .law),
    // 2034
    PublicDay(2034, 1, 1, .newYear, .holiday, .law),
    PublicDay(2034, 1, 2, .newYear, .compensation, .computed),
    PublicDay(2034, 2, 18, .tet, .holiday, .computed),
    PublicDay(2034, 2, 19, .tet, .holiday, .computed),
    PublicDay(2034, 2, 20, .tet, .holiday, .computed),
    PublicDay(2034, 2, 21, .tet, .holiday, .computed),
    PublicDay(2034, 2, 22, .tet, .holiday, .computed),
    PublicDay(2034, 2, 23, .tet, .compensation, .computed),
    PublicDay(2034, 2, 24, .tet, .compensation, .computed),
    PublicDay(2034, 4, 28, .ancestors, .holiday, .law),
    PublicDay(2034, 4, 30, .liberation, .holiday, .law),
    PublicDay(2034, 5, 1, .labour, .holiday, .law),
    PublicDay(2034, 5, 2, .liberation, .compensation, .computed),
    PublicDay(2034, 9, 1, .national, .holiday, .computed),
    PublicDay(2034, 9, 2, .national, .holiday, .law),
    PublicDay(2034, 9, 4, .national, .compensation, .computed),
    PublicDay(2034, 11, 24, .culture, .holiday, .law),
    // 2035
    PublicDay(2035, 1, 1, .newYear, .holiday, .law),
    PublicDay(2035, 2, 7, .tet, .holiday, .computed),
    PublicDay(2035, 2, 8, .tet, .holiday, .computed),
    PublicDay(2035, 2, 9, .tet, .holiday, .computed),
    PublicDay(2035, 2, 10, .tet, .holiday, .computed),
    PublicDay(2035, 2, 11, .tet, .holiday, .computed),
    PublicDay(2035, 2, 12, .tet, .compensation, .computed),
    PublicDay(2035, 2, 13, .tet, .compensation, .computed),
    PublicDay(2035, 4, 17, .ancestors, .holiday, .law),
    PublicDay(2035, 4, 30, .liberation, .holiday, .law),
    PublicDay(2035, 5, 1, .labour, .holiday, .law),
    PublicDay(2035, 9, 2, .national, .holiday, .law),
    PublicDay(2035, 9, 3, .national, .holiday, .computed),
    PublicDay(2035, 9, 4, .national, .compensation, .computed),
    PublicDay(2035, 11, 24, .culture, .holiday, .law),
    PublicDay(2035, 11, 26, .culture, .compensation, .computed),
  ]

  /// The days as exceptions to a week of opening hours.
  package static func exceptions(to week: [Weekday: [OpeningSlot]]) -> [DayException] {
    days.compactMap { day in
      var slots: [OpeningSlot] = []
      if case .worked(let weekday) = day.kind {
        // Who does not work on the weekday has nothing to make up for.
        guard let hours = week[weekday], !hours.isEmpty else { return nil }
        slots = hours
      }
      return DayException(day: day.day, slots: slots, reason: day.name, source: .national(day))
    }
  }
}
