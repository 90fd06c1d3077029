import Queueing
import Records
import Testing

struct SecretTests {
  @Test(arguments: ["472915", "90210471", "con trâu đi cày", "mat-khau-dai-9"])
  func `What is long enough and not the first guess may be a secret`(text: String) {
    #expect(Secret.objection(to: text) == nil)
  }

  @Test(arguments: [
    "", "4729", "000000", "123456", "654321", "121212", "123123", "7777777", "4729151234567", "ngắn",
    "aaaaaaaaaaaa", String(repeating: "xyzw", count: 20), "mật khẩu\u{0}dài",
  ])
  func `What is tried first, or is too short or too long, may not`(text: String) {
    #expect(Secret.objection(to: text) != nil)
  }

  @Test func `A PIN that is made is one that may be used, and seldom the same`() {
    var random = SystemRandomNumberGenerator()
    let made = (0..<200).map { _ in Secret.randomPIN(using: &random) }
    #expect(made.allSatisfy { $0.count == 6 && Secret.objection(to: $0) == nil })
    #expect(Set(made).count > 190)
  }

  @Test func `A few slips cost nothing, guessing costs a quarter of an hour a try`() {
    var delay = SignInDelay()
    var now = Timestamp(milliseconds: 1_795_400_000_000)
    var waits: [Int] = []
    for _ in 0..<20 {
      delay.noteFailure(at: now)
      let wait = delay.wait(at: now)
      waits.append(wait)
      now = now.adding(seconds: wait)
      #expect(delay.wait(at: now) == 0)
    }
    #expect(Array(waits.prefix(8)) == [0, 0, 0, 0, 2, 4, 8, 16])
    #expect(waits.last == 900)
    #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `A clock that is set back makes nobody wait longer`() {
    var delay = SignInDelay()
    let now = Timestamp(milliseconds: 1_795_400_000_000)
    for _ in 0..<6 { delay.noteFailure(at: now) }
    #expect(delay.wait(at: now.adding(seconds: -86_400)) == 4)
  }

  @Test func `Each role may do what the one below it may`() {
    #expect(Role.allCases.sorted() == [.volunteer, .supervisor, .administrator])
  }
}
