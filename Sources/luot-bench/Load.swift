import Dispatch
import Foundation
import Glibc
import Synchronization

/// What many clients at once got out of a daemon.
struct Load {
  /// Rounds of the operation in a second, of all clients.
  let rate: Double
  /// Microseconds of processor time a round, of the daemon and of the clients.
  let daemonCPU: Double
  let clientCPU: Double
  /// Cores that other programs kept busy meanwhile: they slow every figure down.
  let othersCores: Double
  let latencies: Samples

  /// Lets each client repeat `step` on its own connection for some seconds.
  ///
  /// - Parameter step: is handed the connection, the client's number from 0 and the round's from 0.
  static func run(
    _ daemon: RunningDaemon, clients: Int, seconds: Double,
    _ step: @escaping @Sendable (Connection, Int, Int) throws -> Void
  ) throws -> Load {
    let address = daemon.tcp
    let before = (daemon: try daemon.process.cpu(), own: ownCPU(), machine: try machineCPU())
    let start = nanoseconds()
    let end = start + UInt64(seconds * 1e9)
    let results = try inParallel(clients) { client in
      let connection = try Connection(address)
      var samples = Samples()
      while nanoseconds() < end {
        let round = samples.values.count
        try samples.add { try step(connection, client, round) }
      }
      return samples
    }
    let seconds = Double(nanoseconds() - start) / 1e9
    let daemonCPU = Double(try daemon.process.cpu() - before.daemon) / 1e9
    let clientCPU = Double(ownCPU() - before.own) / 1e9
    let othersCPU = try machineCPU() - before.machine - daemonCPU - clientCPU
    var latencies = Samples()
    for samples in results { latencies.add(contentsOf: samples) }
    let rounds = Double(latencies.values.count)
    return Load(
      rate: rounds / seconds, daemonCPU: daemonCPU * 1e6 / rounds, clientCPU: clientCPU * 1e6 / rounds,
      othersCores: max(0, othersCPU / seconds), latencies: latencies)
  }

  /// Seconds that all cores together have been busy since the machine started.
  private static func machineCPU() throws -> Double {
    let text = try String(contentsOfFile: "/proc/stat", encoding: .utf8)
    // "cpu  user nice system idle iowait irq softirq steal …", in ticks
    let ticks = text.prefix { $0 != "\n" }.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
    guard ticks.count == 8 else { throw BenchFailure("/proc/stat reads otherwise") }
    return (ticks.reduce(0, +) - ticks[3] - ticks[4]) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private static func ownCPU() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// Runs `body` on threads of its own, once for each number, and waits for all.
func inParallel<T: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) throws -> T
) throws -> [T] {
  let results = Results<T>()
  let group = DispatchGroup()
  for number in 0..<count {
    group.enter()
    Thread.detachNewThread {
      let result = Result { try body(number) }
      results.all.withLock { $0.append(result) }
      group.leave()
    }
  }
  // Each waits only where a connection has its own deadline.
  group.wait()
  return try results.all.withLock { try $0.map { try $0.get() } }
}

private final class Results<T: Sendable>: Sendable {
  let all = Mutex<[Result<T, any Error>]>([])
}
