/// Who may import what. A target that is in no row, and an import that is in none, is refused.
enum ImportTable {
  /// What each target of `Sources` may import from this package. The order is the layers', lowest first.
  static let inside: [String: Set<String>] = [
    // Pure: values and rules.
    "Queueing": [],
    "Records": ["Queueing"],
    "Scenes": ["Queueing", "Records"],
    "Simulation": ["Queueing", "Records"],
    "EscPos": [],

    // Mechanism.
    "Settings": [],
    "Storage": ["Queueing", "Records"],
    "SystemIO": ["CLinux"],
    "CommandText": [],
    "Peripherals": ["SystemIO", "EscPos", "CUdev", "CEvdev", "CPCSCLite"],
    "PrinterEmulation": ["EscPos", "Peripherals", "Simulation", "SystemIO"],
    "Drawing": ["Scenes", "CPangoCairo", "CQREncode"],
    "Screens": ["Scenes", "Drawing", "SystemIO", "CDRM", "CInput"],
    // Returns bytes: of the drawing it knows text, rules and bars, and nothing of Cairo.
    "Reports": ["Queueing", "Records", "Scenes", "Drawing", "CZip", "CXML2", "CXlsxWriter"],

    // Use cases, surfaces, assembly, commands.
    "FrontDesk": ["Queueing", "Records", "Storage", "Scenes"],
    "Console": ["FrontDesk", "Queueing", "Records", "Reports", "Scenes", "Storage", "CCrypt"],
    "Daemon": [
      "Queueing", "Records", "Reports", "Scenes", "Settings", "Storage", "SystemIO", "Peripherals", "EscPos", "Drawing",
      "Screens",
      "FrontDesk", "Console",
    ],
    "luotd": ["Daemon", "CommandText", "SystemIO"],
    // Without the daemon it opens a store through Daemon, and reads what comes of it.
    "luot": [
      "Daemon", "CommandText", "FrontDesk", "Storage", "Queueing", "Records", "Reports", "Scenes", "Screens",
      "Simulation", "SystemIO",
    ],
    // Measures the daemon from outside, and screens and slips as they are drawn; the past it measures on is played
    // through the real rules.
    "luot-bench": [
      "Daemon", "Drawing", "EscPos", "FrontDesk", "PrinterEmulation", "Storage", "Queueing", "Records", "Scenes",
      "Simulation",
    ],
  ]

  /// Who may import each module from elsewhere, tests included.
  static let outside: [String: Set<String>] = [
    // Libraries, each behind one target where it can be.
    // DaemonTests spoil a database on purpose.
    "GRDB": ["Storage", "StorageTests", "DaemonTests"],
    "TOMLKit": ["Settings"],
    "Hummingbird": ["Console", "ConsoleTests"],
    "HummingbirdCore": ["Console"],
    "HummingbirdTLS": ["Console"],
    "NIOSSL": ["Console"],
    "Mustache": ["Console"],
    "HummingbirdTesting": ["ConsoleTests"],
    "HTTPTypes": ["Console", "ConsoleTests"],
    "NIOHTTPTypes": ["Console"],
    "AsyncHTTPClient": ["luot", "DaemonTests"],
    "NIOCore": ["Console", "ConsoleTests", "luot", "LuotTests", "DaemonTests"],
    "NIOHTTP1": ["luot", "DaemonTests"],
    "NIOPosix": ["LuotTests", "Console"],
    "ArgumentParser": ["luotd", "luot", "luot-bench", "LuotTests"],
    // Console ends its streams when the daemon ends.
    "ServiceLifecycle": ["Daemon", "Console", "ConsoleTests"],
    "UnixSignals": ["Daemon", "luot"],
    "Crypto": ["Storage", "StorageTests", "Console"],
    // The bench times SQLite itself, through the module GRDB has for it.
    "GRDBSQLite": ["luot-bench"],
    "Logging": [
      "SystemIO", "SystemIOTests", "Peripherals", "PeripheralsTests", "PrinterTests", "ReaderTests", "FrontDesk",
      "FrontDeskTests", "Console", "ConsoleTests", "Daemon", "DaemonTests",
    ],

    // C libraries, each behind one target.
    "CUdev": ["Peripherals"],
    "CEvdev": ["Peripherals", "PeripheralsTests", "ReaderTests"],
    "CPCSCLite": ["Peripherals"],
    // DrawingTests read their reference pictures with Cairo.
    "CPangoCairo": ["Drawing", "DrawingTests"],
    "CQREncode": ["Drawing"],
    "CZip": ["Reports"],
    "CXML2": ["Reports"],
    "CXlsxWriter": ["Reports"],
    "CDRM": ["Screens"],
    "CInput": ["Screens"],
    "CCrypt": ["Console"],
    "CLinux": ["SystemIO", "SystemIOTests", "DaemonTests", "PeripheralsTests"],
    "CUMockdev": ["PeripheralsTests"],

    // What comes with Swift. The pure targets have none of it.
    "Foundation": everythingBut(pure),
    "Glibc": [
      "Storage", "SystemIO", "Peripherals", "PrinterEmulation", "Screens", "Console", "Daemon", "luot", "luot-bench",
    ]
      + tests,
    "Synchronization": [
      "Storage", "SystemIO", "Peripherals", "PrinterEmulation", "Screens", "FrontDesk", "Console", "Daemon", "luot",
      "luot-bench",
    ]
      + tests,
    // In the daemon, only what reads for long has threads of its own.
    "Dispatch": ["Storage", "luot-bench"] + tests,
    "Testing": tests,
  ]

  /// Values and rules alone: time, chance and identity are handed to them, and they wait for nothing.
  static let pure: Set = ["Queueing", "Records", "Scenes", "Simulation", "EscPos"]

  static let tests = Set(SourceTree.swift.filter { $0.isIn("Tests") }.compactMap(\.target))

  private static func everythingBut(_ targets: Set<String>) -> Set<String> {
    Set(inside.keys).subtracting(targets).union(tests)
  }
}

extension Set {
  fileprivate static func + (left: Set, right: Set) -> Set { left.union(right) }
}
