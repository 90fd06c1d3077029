import Queueing
import Records

/// How a service is usually used, from what people do at such a counter; invented, but plausible.
struct ServiceHabits {
  /// Share of the visitors, relative to the other services.
  let weight: Int
  /// Seconds at the counter of the middle visitor.
  let medianSeconds: Int
  let activities: [(Activity, Int)]

  /// By the ids of the sample configuration; a service it does not know is used like an average one.
  init(of service: ServiceID) {
    switch service.text {
    case "ho-tich":
      self.init(28, 540, [(.onlineService, 60), (.resultLookup, 20), (.onlinePayment, 15), (.vneidUse, 10)])
    case "dat-dai":
      self.init(18, 900, [(.onlineService, 45), (.resultLookup, 35), (.infoLookup, 20)])
    case "dvc-truc-tuyen":
      self.init(20, 720, [(.onlineService, 70), (.onlinePayment, 25), (.resultLookup, 15), (.fraudPrevention, 5)])
    case "vneid":
      self.init(18, 480, [(.vneidActivation, 45), (.vneidUse, 30), (.vneidDocs, 30), (.smartphoneBasics, 8)])
    case "suc-khoe-an-sinh":
      self.init(10, 420, [(.healthBook, 55), (.socialSecurityAccount, 40), (.vneidUse, 15)])
    case "thanh-toan-so":
      self.init(
        6, 360,
        [
          (.cashlessPayment, 50), (.basicApps, 20), (.smartphoneBasics, 20), (.fraudPrevention, 15),
          (.learningPlatform, 5), (.aiSkills, 3),
        ])
    default:
      self.init(15, 600, [(.onlineService, 50), (.infoLookup, 25), (.vneidUse, 15), (.other, 10)])
    }
  }

  private init(_ weight: Int, _ medianSeconds: Int, _ activities: [(Activity, Int)]) {
    self.weight = weight
    self.medianSeconds = medianSeconds
    self.activities = activities
  }
}

extension Activity {
  /// Where people usually do it.
  var usualPlatforms: [Platform] {
    switch self {
    case .vneidActivation, .vneidUse, .vneidDocs, .healthBook, .socialSecurityAccount: [.vneid]
    case .onlineService, .resultLookup: [.dvcqg]
    case .onlinePayment: [.dvcqg, .paymentPlatform]
    case .cashlessPayment: [.digitalBank, .eWallet]
    case .learningPlatform: [.bdhvs, .moocs, .hpTraining]
    case .aiSkills: [.aiCongDong]
    case .infoLookup, .basicApps, .smartphoneBasics, .fraudPrevention, .other: []
    }
  }
}
