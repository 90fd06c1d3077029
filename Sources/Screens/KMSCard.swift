import CDRM
import Drawing
import Glibc
import Scenes
import SystemIO

/// A graphics card that shows pictures without anybody between: the kernel's mode setting (KMS).
///
/// Whoever draws has to be its master; another program that draws is asked for nothing, it simply stays it.
final class KMSCard {
  /// A plug of the card, and what is plugged in there.
  struct Connector: Hashable {
    let id: UInt32
    /// `HDMI-A-1`, as in `/sys/class/drm`.
    let name: String
    let isConnected: Bool
    /// Pixels of the picture the monitor likes best.
    let width: Int
    let height: Int
    /// From the monitor's EDID.
    let millimetres: SIMD2<Int>?
  }

  let path: String
  let file: FileDescriptor
  private(set) var isMaster = false
  /// Scanners-out that show something of ours, by connector.
  private var pipes: [UInt32: UInt32] = [:]
  private var probes = ProbeLedger()

  /// `nil` when the card cannot show what is drawn in memory, as cards for computing.
  init?(_ path: String) throws(SystemError) {
    self.path = path
    file = try FileDescriptor(opening: path, O_RDWR | O_NONBLOCK)
    var canDraw: UInt64 = 0
    guard drmGetCap(file.number, UInt64(DRM_CAP_DUMB_BUFFER), &canDraw) == 0, canDraw == 1,
      let resources = drmModeGetResources(file.number)
    else { return nil }
    defer { drmModeFreeResources(resources) }
    guard resources.pointee.count_connectors > 0 else { return nil }
    // The first to open a card is made its master; so far nothing is to be shown.
    drmDropMaster(file.number)
  }

  /// Throws `EBUSY` while another program draws.
  func becomeMaster() throws(SystemError) {
    guard !isMaster else { return }
    guard drmSetMaster(file.number) == 0 else { throw SystemError("vẽ lên", path, code: EBUSY) }
    isMaster = true
  }

  func dropMaster() {
    guard isMaster else { return }
    drmDropMaster(file.number)
    isMaster = false
  }

  /// What is plugged in, as the kernel knows it. A monitor is asked what it can show only where the kernel does not know
  /// that yet, which takes long: while we draw, nobody else asks one that is plugged in.
  func connectors() throws(SystemError) -> [Connector] {
    guard let resources = drmModeGetResources(file.number) else { throw SystemError("hỏi", path) }
    defer { drmModeFreeResources(resources) }
    return (0..<Int(resources.pointee.count_connectors)).compactMap { index in
      probeIfDue(resources.pointee.connectors[index])
      return withConnector(resources.pointee.connectors[index]) { connector in
        let type = drmModeGetConnectorTypeName(connector.connector_type).map { String(cString: $0) } ?? "Unknown"
        let mode = Self.preferredMode(of: connector)
        let (wide, high) = (Int(connector.mmWidth), Int(connector.mmHeight))
        return Connector(
          id: connector.connector_id, name: "\(type)-\(connector.connector_type_id)",
          isConnected: connector.connection == DRM_MODE_CONNECTED && mode != nil,
          width: Int(mode?.hdisplay ?? 0), height: Int(mode?.vdisplay ?? 0),
          millimetres: wide > 0 && high > 0 ? SIMD2(wide, high) : nil)
      }
    }
  }

  /// The monitor's own mode and a free scanner-out for it.
  func route(to connector: Connector) throws(SystemError) -> (mode: drmModeModeInfo, pipe: UInt32) {
    guard let resources = drmModeGetResources(file.number) else { throw SystemError("hỏi", path) }
    defer { drmModeFreeResources(resources) }
    let all = (0..<Int(resources.pointee.count_crtcs)).map { resources.pointee.crtcs[$0] }
    let found = withConnector(connector.id) { plug -> (mode: drmModeModeInfo, pipe: UInt32)? in
      guard let mode = Self.preferredMode(of: plug) else { return nil }
      var possible: UInt32 = 0
      for index in 0..<Int(plug.count_encoders) {
        guard let encoder = drmModeGetEncoder(file.number, plug.encoders[index]) else { continue }
        defer { drmModeFreeEncoder(encoder) }
        // The one it is shown by already keeps the monitor from going dark for a moment.
        if encoder.pointee.encoder_id == plug.encoder_id, isFree(encoder.pointee.crtc_id, of: all) {
          return (mode, encoder.pointee.crtc_id)
        }
        possible |= encoder.pointee.possible_crtcs
      }
      return all.enumerated().first { index, pipe in
        index < 32 && possible & (1 << UInt32(index)) != 0 && isFree(pipe, of: all)
      }.map { (mode, $0.element) }
    }
    guard let route = found else { throw SystemError("vẽ lên", "\(path) \(connector.name)", code: ENXIO) }
    pipes[connector.id] = route.pipe
    return route
  }

  /// The connector's scanner-out may show something else.
  func endRoute(to connector: Connector) {
    pipes[connector.id] = nil
  }

  /// Takes in what the card reports: the scanners-out whose flip is done.
  func finishedFlips() -> [UInt32] {
    guard let bytes = try? file.read(atMost: 1024) else { return [] }
    var finished: [UInt32] = []
    bytes.withUnsafeBytes { bytes in
      var at = 0
      while at + MemoryLayout<drm_event>.size <= bytes.count {
        let event = bytes.loadUnaligned(fromByteOffset: at, as: drm_event.self)
        guard event.length >= MemoryLayout<drm_event>.size, at + Int(event.length) <= bytes.count else { return }
        if event.type == UInt32(DRM_EVENT_FLIP_COMPLETE), Int(event.length) >= MemoryLayout<drm_event_vblank>.size {
          finished.append(bytes.loadUnaligned(fromByteOffset: at, as: drm_event_vblank.self).crtc_id)
        }
        at += Int(event.length)
      }
    }
    return finished
  }

  /// Has the monitor at a connector asked, once for each time it was plugged in.
  private func probeIfDue(_ id: UInt32) {
    let isDue = withConnector(id) { connector in
      probes.isDue(id, isEmpty: connector.connection == DRM_MODE_DISCONNECTED, hasModes: connector.count_modes > 0)
    }
    // The kernel asks for nobody but the master.
    guard isDue == true, isMaster || drmSetMaster(file.number) == 0 else { return }
    defer { if !isMaster { drmDropMaster(file.number) } }
    let connector = drmModeGetConnector(file.number, id)
    probes.wasAsked(id, hasModes: (connector?.pointee.count_modes ?? 0) > 0)
    drmModeFreeConnector(connector)
  }

  private func isFree(_ pipe: UInt32, of all: [UInt32]) -> Bool {
    all.contains(pipe) && !pipes.values.contains(pipe)
  }

  private func withConnector<T>(_ id: UInt32, _ body: (drmModeConnector) -> T?) -> T? {
    guard let connector = drmModeGetConnectorCurrent(file.number, id) else { return nil }
    defer { drmModeFreeConnector(connector) }
    return body(connector.pointee)
  }

  /// The one the monitor likes best, of those whose pictures are not larger than is drawn here.
  private static func preferredMode(of connector: drmModeConnector) -> drmModeModeInfo? {
    let modes = (0..<Int(connector.count_modes)).map { connector.modes[$0] }
      .filter { Int($0.hdisplay) * Int($0.vdisplay) <= Panel.mostPixels }
    return modes.first { $0.type & UInt32(DRM_MODE_TYPE_PREFERRED) != 0 } ?? modes.first
  }
}

/// Which monitors are still to be asked what they can show.
///
/// The kernel notices by itself that something was plugged in. What it is it asks only at its start, and later for whoever
/// draws on the console; with another at the card it leaves that to them.
struct ProbeLedger {
  private struct Plug {
    var isEmpty: Bool
    var hasModes: Bool
    /// What is known of it is of what is plugged in now.
    var isSettled: Bool
  }

  private var plugs: [UInt32: Plug] = [:]

  /// Takes in how a connector stands, and says whether its monitor has to be asked.
  mutating func isDue(_ id: UInt32, isEmpty: Bool, hasModes: Bool) -> Bool {
    let isSettled: Bool
    switch plugs[id] {
    case nil: isSettled = hasModes
    // What is known of it may be of the one before.
    case let before? where before.isEmpty: isSettled = false
    case let before?: isSettled = before.isSettled && (hasModes || !before.hasModes)
    }
    plugs[id] = Plug(isEmpty: isEmpty, hasModes: hasModes, isSettled: isSettled)
    return !isEmpty && !isSettled
  }

  /// It was asked, whatever came of that: one that does not answer is not asked again.
  mutating func wasAsked(_ id: UInt32, hasModes: Bool) {
    plugs[id]?.isSettled = true
    plugs[id]?.hasModes = hasModes
  }
}

/// A picture in the memory of a card.
private final class KMSPage {
  let framebuffer: UInt32
  let bytesPerRow: Int
  let memory: MappedMemory
  private let handle: UInt32
  private let card: KMSCard

  /// 32 bits a pixel, `0x??RRGGBB`.
  init(on card: KMSCard, width: Int, height: Int) throws(SystemError) {
    self.card = card
    var (handle, pitch, size): (UInt32, UInt32, UInt64) = (0, 0, 0)
    guard
      drmModeCreateDumbBuffer(card.file.number, UInt32(width), UInt32(height), 32, 0, &handle, &pitch, &size) == 0
    else { throw SystemError("lấy bộ nhớ hình của", card.path) }
    self.handle = handle
    bytesPerRow = Int(pitch)
    var framebuffer: UInt32 = 0
    var offset: UInt64 = 0
    do throws(SystemError) {
      guard drmModeMapDumbBuffer(card.file.number, handle, &offset) == 0 else {
        throw SystemError("lấy bộ nhớ hình của", card.path)
      }
      memory = try MappedMemory(of: card.file.number, length: Int(size), offset: Int(offset), name: card.path)
      guard
        drmModeAddFB(card.file.number, UInt32(width), UInt32(height), 24, 32, pitch, handle, &framebuffer) == 0
      else { throw SystemError("lấy bộ nhớ hình của", card.path) }
    } catch {
      drmModeDestroyDumbBuffer(card.file.number, handle)
      throw error
    }
    self.framebuffer = framebuffer
  }

  deinit {
    drmModeRmFB(card.file.number, framebuffer)
    drmModeDestroyDumbBuffer(card.file.number, handle)
  }
}

/// A monitor at a connector of a card.
final class KMSGlass: Glass {
  /// No flip takes so long: a picture is shown in a sixtieth of a second.
  private static let patience = Duration.seconds(2)

  let card: KMSCard
  let connector: KMSCard.Connector
  let pipe: UInt32
  private var mode: drmModeModeInfo
  private let pages: [KMSPage]
  private var ledger: PageLedger
  /// Whether the pipe shows one of our pages.
  private var isLit = false
  private var flipDue: ContinuousClock.Instant?

  var name: String { connector.name }
  var width: Int { Int(mode.hdisplay) }
  var height: Int { Int(mode.vdisplay) }
  var millimetres: (width: Int, height: Int)? { connector.millimetres.map { ($0.x, $0.y) } }
  var isBusy: Bool { flipDue != nil }

  init(_ connector: KMSCard.Connector, of card: KMSCard) throws(SystemError) {
    self.card = card
    self.connector = connector
    try card.becomeMaster()
    (mode, pipe) = try card.route(to: connector)
    do throws(SystemError) {
      let (width, height) = (Int(mode.hdisplay), Int(mode.vdisplay))
      let first = try KMSPage(on: card, width: width, height: height)
      pages = [first, try KMSPage(on: card, width: width, height: height)]
    } catch {
      card.endRoute(to: connector)
      throw error
    }
    ledger = PageLedger(pages: pages.count)
  }

  deinit {
    card.endRoute(to: connector)
  }

  func show(_ picture: Picture, changed: [Rect], rotation: Rotation) throws(SystemError) {
    try card.becomeMaster()
    let page = pages[ledger.next]
    for rect in ledger.take(changed) {
      picture.copy(
        rect, to: page.memory.bytes, bytesPerRow: page.bytesPerRow, format: .xrgb8888, rotation: rotation)
    }
    if isLit {
      let done = drmModePageFlip(
        card.file.number, pipe, page.framebuffer, UInt32(DRM_MODE_PAGE_FLIP_EVENT), nil)
      if done == 0 {
        flipDue = .now + Self.patience
        return
      }
      // A driver without flips changes the picture at once.
      guard -done == EINVAL || -done == ENOSYS || -done == EOPNOTSUPP else {
        throw SystemError("hiện hình lên", "\(card.path) \(name)", code: -done)
      }
    }
    var id = connector.id
    let done = drmModeSetCrtc(card.file.number, pipe, page.framebuffer, 0, 0, &id, 1, &mode)
    guard done == 0 else { throw SystemError("hiện hình lên", "\(card.path) \(name)", code: -done) }
    isLit = true
  }

  func flipIsDone() {
    flipDue = nil
  }

  func forget() {
    isLit = false
    flipDue = nil
    ledger.forget(Rect(x: 0, y: 0, width: max(width, height), height: max(width, height)))
  }

  func check(now: ContinuousClock.Instant) throws(SystemError) {
    if let flipDue, flipDue < now { throw SystemError("hiện hình lên", "\(card.path) \(name)", code: ETIMEDOUT) }
    guard let found = try card.connectors().first(where: { $0.id == connector.id }), found == connector else {
      throw SystemError("hiện hình lên", "\(card.path) \(name)", code: ENODEV)
    }
  }
}
