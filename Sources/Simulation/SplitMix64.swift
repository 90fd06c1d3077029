/// A small seeded generator: the same seed gives the same numbers on every machine and in every release.
///
/// SplitMix64 by Guy Steele, Doug Lea and Christine Flood, “Fast splittable pseudorandom number generators” (2014).
/// Draw with the methods below: how the standard library turns bits into a range is not promised to stay.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// 0 ..< `bound`, which is 1 or more. The bias is below `bound` ÷ 2⁶⁴.
  package mutating func below(_ bound: Int) -> Int {
    Int(UInt64(bound).multipliedFullWidth(by: next()).high)
  }

  package mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  package mutating func chance(percent: Int) -> Bool {
    below(100) < percent
  }

  /// `nil` only of an empty collection.
  package mutating func pick<C: RandomAccessCollection>(_ choices: C) -> C.Element? {
    guard !choices.isEmpty else { return nil }
    return choices[choices.index(choices.startIndex, offsetBy: below(choices.count))]
  }

  /// One of the choices, as often as its weight; `nil` only when no weight is above zero.
  package mutating func pick<Choice>(weighted choices: [(Choice, Int)]) -> Choice? {
    let sum = choices.reduce(0) { $0 + $1.1 }
    guard sum > 0 else { return nil }
    var rest = below(sum)
    for (choice, weight) in choices {
      if rest < weight { return choice }
      rest -= weight
    }
    return nil
  }
}
