import Testing

/// udev passes over a line that it does not understand, and Debian 12 has no `udevadm verify`.
@Suite struct UdevRuleTests {
  @Test func `Every line of the udev rules is one that udev understands`() throws {
    expectNone(faults(in: try SourceTree.file("systemd/udev/71-luot.rules")))
  }

  @Test func `A line that udev would pass over is found`() {
    let sample = SourceFile(
      path: "a.rules",
      text: """
        # a comment
        KERNEL=="lp*", GROUP="luot"
        KERNEL=lp, GROUP="luot"
        KERNEL="lp*"
        KERNAL=="lp*"
        GROUP=="luot"
        ATTRS=="x"
        SUBSYSTEM{x}=="usb"
        ENV{A}=="1" GROUP="luot"
        GOTO="away"
        MODE="660x"
        """)
    #expect(
      faults(in: sample).map(\.description) == [
        "a.rules:3: KERNEL=lp is no KEY==\"value\"",
        "a.rules:4: KERNEL may only be compared",
        "a.rules:5: there is no key KERNAL",
        "a.rules:6: GROUP may only be set",
        "a.rules:7: ATTRS needs a name in braces",
        "a.rules:8: SUBSYSTEM has no name in braces",
        "a.rules:9: ENV{A}==\"1\" GROUP=\"luot\" is no KEY==\"value\"",
        "a.rules:10: there is no label away",
        "a.rules:11: 660x is no mode",
      ])
  }

  @Test func `The udev rules give luot every serial scanner that the quirks know`() throws {
    let rules = try SourceTree.file("systemd/udev/71-luot.rules")
    let quirks = try SourceTree.file("Config/quirks.toml")
    let scanners = quirks.text.matches(of: #/match = "([0-9a-f]{4})(?::([0-9a-f]{4}))?"\nrole = "scanner"/#)
    #expect(!scanners.isEmpty)
    for scanner in scanners {
      let vendor = "ATTRS{idVendor}==\"\(scanner.1)\""
      let isGiven = rules.lines.contains { line in
        guard line.contains(vendor) else { return false }
        guard let product = scanner.2 else { return !line.contains("idProduct") }
        let products = line.firstMatch(of: #/ATTRS\{idProduct\}=="([^"]*)"/#).map { $0.1.split(separator: "|") }
        return products?.contains(product) ?? true
      }
      #expect(isGiven, "\(scanner.0)")
    }
  }

  @Test func `The unit lets luotd open what the udev rules give it, and no device that is not of these kinds`() throws {
    let unit = try SourceTree.file("systemd/luotd.service")
    // Documentation/admin-guide/devices.txt of Linux.
    let majors = ["usbmisc": [180], "input": [13], "tty": [4, 166, 188], "drm": [226], "graphics": [29]]
    let allowed = unit.lines.filter { $0.hasPrefix("DeviceAllow=") }
    #expect(Set(allowed) == Set(majors.values.joined().map { "DeviceAllow=char-\($0) rw" }))
    #expect(unit.lines.contains("DevicePolicy=closed"))
    let rules = try SourceTree.file("systemd/udev/71-luot.rules")
    let given = rules.text.matches(of: #/(?m)^SUBSYSTEM[!=]="(\w+)"/#).map { String($0.1) }
    #expect(Set(given) == Set(majors.keys))
  }

  // MARK: - What man 7 udev of systemd 252 says

  private static let compared: [String: Bool] = [
    "ACTION": false, "DEVPATH": false, "KERNEL": false, "KERNELS": false, "SUBSYSTEM": false, "SUBSYSTEMS": false,
    "DRIVER": false, "DRIVERS": false, "ATTR": true, "ATTRS": true, "ENV": true, "TAG": false, "TAGS": false,
  ]
  private static let set = ["GROUP", "OWNER", "MODE", "GOTO", "LABEL", "SYMLINK"]

  private func faults(in file: SourceFile) -> [Finding] {
    let labels = Set(file.text.matches(of: #/LABEL="([^"]+)"/#).map { $0.1 })
    return file.lines.enumerated().flatMap { index, line -> [Finding] in
      if line.isEmpty || line.hasPrefix("#") { return [] }
      return line.split(separator: ", ").compactMap { part in fault(of: part, labels: labels) }
        .map { Finding(path: file.path, line: index + 1, sentence: $0) }
    }
  }

  private func fault(of part: Substring, labels: Set<Substring>) -> String? {
    guard let match = part.wholeMatch(of: #/([A-Z]+)(\{[\w\/:]+\})?(==|!=|=|\+=)"([^"]*)"/#) else {
      return "\(part) is no KEY==\"value\""
    }
    let (key, isNamed, value) = (String(match.1), match.2 != nil, match.4)
    let isComparison = match.3.count == 2 && match.3 != "+="
    if let wantsName = Self.compared[key] {
      if !isComparison { return "\(key) may only be compared" }
      if wantsName && !isNamed { return "\(key) needs a name in braces" }
      return !wantsName && isNamed ? "\(key) has no name in braces" : nil
    }
    guard Self.set.contains(key) else { return "there is no key \(key)" }
    if isComparison { return "\(key) may only be set" }
    if key == "GOTO", !labels.contains(value) { return "there is no label \(value)" }
    if key == "MODE", value.wholeMatch(of: #/0[0-7]{3}/#) == nil { return "\(value) is no mode" }
    return nil
  }
}
