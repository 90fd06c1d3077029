/// The requests that are measured, made once.
enum Requests {
  /// A ticket of each service.
  static let tickets = Site.services.map { ticket(service: $0) }
  static let health = Connection.request("GET", "/api/v1/health")
  static let events = Connection.request("GET", "/api/v1/events")

  static func ticket(service: String, key: String? = nil) -> [UInt8] {
    Connection.request("POST", "/api/v1/tickets", body: #"{"service":"\#(service)"}"#, key: key)
  }

  static func counter(_ number: Int, _ command: String) -> [UInt8] {
    Connection.request("POST", "/api/v1/counters/\(number)/\(command)")
  }

  static let open = (1...Site.counters).map { counter($0, "open") }
  static let callNext = (1...Site.counters).map { counter($0, "call-next") }
  static let finish = (1...Site.counters).map { counter($0, "finish") }
}

extension Connection {
  func openCounters() throws {
    for request in Requests.open { try exchange(request, expecting: 200) }
  }

  /// The text of a field of the latest answer.
  func field(_ name: String) -> Substring? {
    let parts = body.split(separator: "\"\(name)\":\"", maxSplits: 1)
    return parts.count == 2 ? parts[1].prefix { $0 != "\"" } : nil
  }
}
