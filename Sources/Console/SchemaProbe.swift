import FrontDesk
import Queueing
import Records

/// Finds out what the JSON of a type looks like by letting the type read itself from nothing: whatever it asks for is
/// noted and given a sample. So the document says of an answer what its type says, and nobody writes it twice.
///
/// A member that may be missing is read with `decodeIfPresent`: it is optional, and null where it is written.
final class SchemaProbe {
  struct Unreadable: Error {
    let type: String
    let cause: any Error
  }

  /// By name: the schemas of answers, each written once.
  private(set) var components: [String: JSONValue] = [:]

  /// - Throws: `Unreadable` for a type that takes none of the samples; it needs to be a `SchemaLeaf`.
  func schema<T: Decodable>(of type: T.Type) throws -> JSONValue {
    try probe(type).schema
  }

  fileprivate func probe<T: Decodable>(_ type: T.Type) throws -> (schema: JSONValue, sample: T) {
    if let leaf = type as? any SchemaLeaf.Type, let sample = leaf.sample as? T { return (leaf.schema, sample) }
    if let choice = type as? any (CaseIterable & RawRepresentable).Type, let (names, first) = Self.choices(choice),
      let sample = first as? T
    {
      return (["type": "string", "enum": JSONValue(names)], sample)
    }
    let notes = ProbeNotes()
    let sample: T
    do {
      sample = try T(from: ProbeDecoder(probe: self, notes: notes))
    } catch let unreadable as Unreadable {
      throw unreadable
    } catch {
      throw Unreadable(type: "\(type)", cause: error)
    }
    let schema = notes.schema
    guard let name = Self.name(of: type) else { return (schema, sample) }
    components[name] = schema
    return (["$ref": .text("#/components/schemas/\(name)")], sample)
  }

  private static func choices<C: CaseIterable & RawRepresentable>(_: C.Type) -> (names: [String], first: Any)? {
    guard let first = C.allCases.first, first.rawValue is String else { return nil }
    return (C.allCases.compactMap { $0.rawValue as? String }, first)
  }

  /// `Ticket` of `TicketAnswer`; `nil` of what is part of an answer.
  private static func name<T>(of _: T.Type) -> String? {
    let name = "\(T.self)"
    guard name.hasSuffix("Answer") else { return nil }
    return String(name.dropLast("Answer".count))
  }
}

/// A type that is written as one value, and one that can be read.
protocol SchemaLeaf: Decodable {
  static var schema: JSONValue { get }
  static var sample: Self { get }
}

/// What a type asked for.
private final class ProbeNotes {
  var single: JSONValue?
  var element: JSONValue?
  /// Of a dictionary: what stands under whatever name.
  var anyValue: JSONValue?
  var isDictionary = false
  var members: [(name: String, schema: JSONValue, isOptional: Bool)] = []

  var schema: JSONValue {
    if let single { return single }
    if let element { return ["type": "array", "items": element] }
    if isDictionary { return ["type": "object", "additionalProperties": anyValue ?? true] }
    let properties = members.map { member in
      JSONValue.Member(
        name: member.name,
        value: member.isOptional ? ["anyOf": [member.schema, ["type": "null"]]] : member.schema)
    }
    return [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
      "required": JSONValue(members.filter { !$0.isOptional }.map(\.name)),
    ]
  }
}

private struct ProbeDecoder: Decoder {
  let probe: SchemaProbe
  let notes: ProbeNotes
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(ProbeMembers(decoder: self, optional: Flag()))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer { ProbeElements(decoder: self) }

  func singleValueContainer() -> any SingleValueDecodingContainer { ProbeValue(decoder: self) }
}

private final class Flag {
  var isSet = false
}

private struct ProbeMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: ProbeDecoder
  /// Set when whoever reads would take null for the next member, too.
  let optional: Flag
  var codingPath: [any CodingKey] { [] }

  /// Only a dictionary asks which there are.
  var allKeys: [Key] {
    decoder.notes.isDictionary = true
    return [Key(stringValue: "*")].compactMap(\.self)
  }

  func contains(_: Key) -> Bool { true }

  func decodeNil(forKey _: Key) -> Bool {
    optional.isSet = true
    return false
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    let isOptional = optional.isSet
    optional.isSet = false
    let (schema, sample) = try decoder.probe.probe(type)
    if decoder.notes.isDictionary {
      decoder.notes.anyValue = schema
    } else {
      decoder.notes.members.append((key.stringValue, schema, isOptional))
    }
    return sample
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy _: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    throw unforeseen(key)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw unforeseen(key) }
  func superDecoder() throws -> any Decoder { throw unforeseen(nil) }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw unforeseen(key) }

  private func unforeseen(_ key: Key?) -> DecodingError {
    .dataCorrupted(
      DecodingError.Context(codingPath: [key].compactMap(\.self), debugDescription: "read in a way nobody foresaw"))
  }
}

private struct ProbeElements: UnkeyedDecodingContainer {
  let decoder: ProbeDecoder
  let codingPath: [any CodingKey] = []
  /// One sample says what all are.
  let count: Int? = 1
  var currentIndex = 0
  var isAtEnd: Bool { currentIndex == 1 }

  func decodeNil() -> Bool { false }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let (schema, sample) = try decoder.probe.probe(type)
    decoder.notes.element = schema
    currentIndex += 1
    return sample
  }

  func nestedContainer<Nested: CodingKey>(keyedBy _: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    throw unforeseen
  }

  func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw unforeseen }
  func superDecoder() throws -> any Decoder { throw unforeseen }

  private var unforeseen: DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: "read in a way nobody foresaw"))
  }
}

private struct ProbeValue: SingleValueDecodingContainer {
  let decoder: ProbeDecoder
  let codingPath: [any CodingKey] = []

  func decodeNil() -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let (schema, sample) = try decoder.probe.probe(type)
    decoder.notes.single = schema
    return sample
  }
}

// MARK: - Values

extension String: SchemaLeaf {
  static var schema: JSONValue { ["type": "string"] }
  static var sample: String { "a" }
}

extension Bool: SchemaLeaf {
  static var schema: JSONValue { ["type": "boolean"] }
  static var sample: Bool { false }
}

extension Int: SchemaLeaf {
  static var schema: JSONValue { ["type": "integer"] }
  static var sample: Int { 1 }
}

extension Int64: SchemaLeaf {
  static var schema: JSONValue { ["type": "integer", "format": "int64"] }
  static var sample: Int64 { 1 }
}

extension Double: SchemaLeaf {
  static var schema: JSONValue { ["type": "number"] }
  static var sample: Double { 1 }
}

extension Moment: SchemaLeaf {
  static var schema: JSONValue { ["type": "string", "format": "date-time"] }
  static var sample: Moment { Moment(Timestamp(milliseconds: 0)) }
}

extension ServiceDay: SchemaLeaf {
  static var schema: JSONValue { ["type": "string", "format": "date"] }
  static var sample: ServiceDay { ServiceDay(epochDay: 0) }
}

extension OpeningSlot: SchemaLeaf {
  static var schema: JSONValue { ["type": "string", "pattern": "^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$"] }
  static var sample: OpeningSlot { OpeningSlot(from: 450, until: 690) }
}

extension TicketID: SchemaLeaf {
  static var schema: JSONValue { ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z][0-9]{3,7}$"] }
  static var sample: TicketID { TicketID(day: .sample, number: TicketNumber(series: "A", ordinal: 1)) }
}

/// Every id is of one form.
extension Identifier {
  static var schema: JSONValue { ["type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"] }
  static var sample: Self { Self(verified: "a") }
}

extension ServiceID: SchemaLeaf {}
extension CounterID: SchemaLeaf {}
extension PriorityClassID: SchemaLeaf {}
extension MemberID: SchemaLeaf {}
extension VillageID: SchemaLeaf {}

extension ImportName: SchemaLeaf {
  static var schema: JSONValue {
    ["type": "string", "enum": JSONValue(["assistances"] + RegisterName.allCases.map(\.rawValue))]
  }
  static var sample: ImportName { .assistances }
}

extension RegisterAnswer.Entry: SchemaLeaf {
  /// Each register has fields of its own; those without a value are null.
  static var schema: JSONValue {
    [
      "type": "object", "required": ["register", "id"],
      "properties": ["register": ["type": "string"], "id": ["type": "string"]],
      "additionalProperties": ["anyOf": [["type": "string"], ["type": "null"]]],
    ]
  }

  static var sample: RegisterAnswer.Entry {
    RegisterAnswer.Entry(RegisterEntry(verified: .villages, id: "a", fields: [:]))
  }
}
