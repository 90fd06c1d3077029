package import Queueing
package import Records

/// Who reports, to whom, and what only people can write; the rest comes from the record.
package struct ReportProfile: Hashable, Sendable {
  /// The one place where the kind of unit is said: “xã Kiến Minh”.
  package struct Unit: Hashable, Sendable {
    /// “xã”, “phường”, “đặc khu”.
    package let kind: String
    /// “Kiến Minh”.
    package let name: String

    /// - Parameter text: the whole name; a text that begins with no known kind is a name alone.
    package init(_ text: String) {
      let kind = ["xã", "phường", "đặc khu"].first { text.lowercased().hasPrefix($0 + " ") } ?? ""
      self.kind = kind
      name = kind.isEmpty ? text : String(text.dropFirst(kind.count + 1))
    }

    package var full: String { kind.isEmpty ? name : "\(kind) \(name)" }
    /// What its parts are called: a “phường” has “tổ dân phố” (NĐ 185/2026/NĐ-CP).
    package var hamlet: String { kind == "phường" ? "tổ dân phố" : "thôn" }
    /// “Ủy ban nhân dân xã Kiến Minh”.
    package var committee: String { "Ủy ban nhân dân \(full)" }
    /// “UBND xã”.
    package var shortCommittee: String { "UBND \(kind.isEmpty ? name : kind)" }
  }

  package var unit: Unit
  /// To whom it goes; `nil` leaves “Kính gửi” out.
  package var addressee: String?
  /// What follows the number: “BC-UBND”.
  package var symbol: String
  /// The lines over the signature: “KT. CHỦ TỊCH”, “PHÓ CHỦ TỊCH”.
  package var signerTitles: [String]
  package var signer: String?
  /// Without the dashes; the last is who archives it.
  package var recipients: [String]
  /// “Như trên” points at “Kính gửi”: without one it is not printed.
  package var printedRecipients: [String] { addressee == nil ? recipients.filter { $0 != "Như trên" } : recipients }
  package var directions: [String]
  package var requests: [String]

  package init(
    unit: String, addressee: String? = nil, symbol: String = "BC-UBND",
    signerTitles: [String] = ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], signer: String? = nil,
    recipients: [String] = ["Như trên", "Lưu: VT"], directions: [String] = [], requests: [String] = []
  ) {
    self.unit = Unit(unit)
    self.addressee = addressee
    self.symbol = symbol
    self.signerTitles = signerTitles
    self.signer = signer
    self.recipients = recipients
    self.directions = directions
    self.requests = requests
  }
}

/// A report as a value: what it says, from which figure it says it, and what all was counted from. Every file is
/// made of this and says the same.
package struct Report: Hashable, Sendable, Encodable {
  /// Where a value comes from.
  package enum Source: String, Hashable, Sendable, Codable {
    /// Counted in the record.
    case computed
    /// Counted in a register.
    case register
    /// Somebody answers for it.
    case declared
  }

  package struct Figure: Hashable, Sendable, Encodable {
    /// ASCII kebab-case.
    package let id: String
    package let name: String
    package let source: Source
    /// As it is printed; `nil` while nobody has declared it.
    package let text: String?
    /// The number itself, where it is one that was counted.
    package let value: Int?
    /// How it is counted, or who says so and as of when.
    package let basis: String
  }

  /// A stretch of a sentence.
  package enum Run: Hashable, Sendable, Encodable {
    case text(String)
    /// What a figure says, by its id.
    case figure(String, String)
    /// Something that is missing and must be seen to be.
    case gap(String)

    package var text: String {
      switch self {
      case .text(let text), .figure(_, let text): text
      case .gap(let what): "[\(what)]"
      }
    }

    private enum CodingKeys: CodingKey {
      case text, figure, gap
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(text, forKey: .text)
      switch self {
      case .text: break
      case .figure(let id, _): try container.encode(id, forKey: .figure)
      case .gap(let what): try container.encode(what, forKey: .gap)
      }
    }
  }

  package struct Paragraph: Hashable, Sendable, Encodable, ExpressibleByStringInterpolation {
    package let runs: [Run]

    package init(_ runs: [Run]) {
      self.runs = runs
    }

    package init(stringLiteral text: String) {
      runs = [.text(text)]
    }

    package init(stringInterpolation: Interpolation) {
      runs = stringInterpolation.runs
    }

    package var text: String { runs.map(\.text).joined() }

    /// Text with figures and gaps in it: a figure can get into a sentence in no other way.
    package struct Interpolation: StringInterpolationProtocol {
      fileprivate var runs: [Run] = []

      package init(literalCapacity: Int, interpolationCount: Int) {}

      package mutating func appendLiteral(_ text: String) {
        if !text.isEmpty { runs.append(.text(text)) }
      }

      package mutating func appendInterpolation(_ text: String) {
        appendLiteral(text)
      }

      package mutating func appendInterpolation(_ figure: Figure) {
        runs.append(
          figure.text.map { .figure(figure.id, $0) } ?? .gap("chưa có số liệu: \(figure.name.lowercasedFirst)"))
      }

      package mutating func appendInterpolation(gap: String) {
        runs.append(.gap(gap))
      }
    }
  }

  package struct Section: Hashable, Sendable, Encodable {
    /// ASCII, by which templates name it: `i`, `ii-1`.
    package let id: String
    /// “I”, “1”.
    package let number: String
    package let title: String
    /// 1 for a part, 2 for a section of it.
    package let level: Int
    package let paragraphs: [Paragraph]
  }

  package struct Table: Hashable, Sendable, Encodable {
    package struct Row: Hashable, Sendable, Encodable {
      package let name: String
      package let turns: Int
      package let online: Int
      /// Of all lượt, in tenths of a percent; `nil` when there is none.
      package let permille: Int?
    }

    /// ASCII: a dimension of the statistics.
    package let id: String
    package let title: String
    /// What stands over the names.
    package let heading: String
    package let rows: [Row]
    /// The whole, counted on its own and not by adding the rows.
    package let total: Row
    /// Why the rows need not add up to the total; `nil` where they do.
    package let note: String?
  }

  package struct Proof: Hashable, Sendable, Encodable {
    package let seq: Int64
    package let hash: String
    package let countedAt: String
    /// The proof as a sentence.
    package let text: String
  }

  /// What the archive gave a report when it went out.
  package struct Issue: Hashable, Sendable {
    /// “45/BC-UBND”.
    package let number: String
    package let day: ServiceDay

    /// - Parameter number: digits alone get the symbol of the office.
    package init(number: String, day: ServiceDay, symbol: String) {
      let isBare = !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber }
      self.number = isBare ? "\(number)/\(symbol)" : number
      self.day = day
    }
  }

  /// “BÁO CÁO” stands above it.
  package let subject: String
  package let period: ReportPeriod
  /// The day on which it was counted.
  package let writtenOn: ServiceDay
  package let addressee: String?
  package let opening: Paragraph
  package let sections: [Section]
  package let closing: String
  package let figures: [Figure]
  package let tables: [Table]
  /// What is counted beside lượt.
  package let breakdowns: [Breakdown]
  /// What a lượt of online procedures is: the set it was counted by.
  package let onlineDefinition: String
  package let onlineActivities: [Activity]
  /// What the clerk should look at before it is signed.
  package let remarks: [String]
  package let proof: Proof
  package let profile: ReportProfile
  /// `nil` while it has no number: then number and day are left to be written in.
  package let issue: Issue?
  /// By what words that people wrote are judged.
  let check: WrittenCheck

  private enum CodingKeys: CodingKey {
    case subject, period, addressee, opening, sections, closing, figures, tables, breakdowns, onlineDefinition
    case onlineActivities, remarks, proof
  }
}

extension String {
  /// For a title that goes on within a sentence; an abbreviation keeps its capitals.
  var lowercasedFirst: String {
    let second = dropFirst().first
    return second?.isUppercase ?? false ? self : prefix(1).lowercased() + dropFirst()
  }
}
