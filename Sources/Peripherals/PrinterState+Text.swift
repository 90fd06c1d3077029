package import EscPos

extension PrinterState {
  /// What is wrong and what to do about it, for who looks after the kiosk.
  package var text: String {
    switch self {
    case .ready: "Máy in sẵn sàng."
    case .lowPaper: "Giấy in sắp hết. Hãy chuẩn bị cuộn giấy mới."
    case .outOfPaper: "Máy in hết giấy. Hãy lắp cuộn giấy mới; phiếu đang chờ sẽ tự in."
    case .coverOpen: "Nắp máy in đang mở. Hãy đóng nắp lại."
    case .cutter: "Dao cắt giấy bị kẹt. Hãy mở nắp, gỡ giấy kẹt rồi đóng nắp lại."
    case .offline(.unsaid): "Máy in không sẵn sàng. Hãy xem đèn báo và các nút trên máy in."
    case .offline(.fedByHand): "Nút đẩy giấy đang bị giữ. Hãy thả nút ra."
    case .offline(.overheated): "Đầu in quá nóng. Hãy chờ ít phút; máy sẽ tự in tiếp."
    case .offline(.broken): "Máy in báo hỏng. Hãy tắt rồi bật lại máy in; nếu vẫn báo thì gọi thợ."
    case .offline(.stuck): "Máy in không nhận dữ liệu. Hãy kiểm tra giấy, nắp và nguồn của máy in."
    case .offline(.silent): "Máy in không trả lời nữa. Hãy kiểm tra nguồn và dây, rồi tắt và bật lại máy in."
    case .offline(.refused(let sentence)): sentence
    case .gone: "Không thấy máy in. Hãy kiểm tra nguồn và dây cắm."
    case .unknown: "Máy in không cho biết tình trạng; phiếu vẫn được in."
    }
  }

  /// What is wrong in a few words, for the device log; `nil` where nothing is, or where the inventory tells.
  package var fault: String? {
    switch self {
    case .ready, .unknown, .gone: nil
    case .lowPaper: "sắp hết giấy"
    case .outOfPaper: "hết giấy"
    case .coverOpen: "mở nắp"
    case .cutter: "kẹt dao cắt"
    case .offline(.unsaid), .offline(.fedByHand): "không sẵn sàng"
    case .offline(.overheated): "đầu in quá nóng"
    case .offline(.broken): "báo hỏng"
    case .offline(.stuck): "không nhận dữ liệu"
    case .offline(.silent): "không trả lời"
    case .offline(.refused): "không mở được"
    }
  }

  /// Its id in ASCII, as programs read it.
  package var code: String {
    switch self {
    case .ready: "ready"
    case .lowPaper: "low-paper"
    case .outOfPaper: "out-of-paper"
    case .coverOpen: "cover-open"
    case .cutter: "cutter"
    case .offline: "offline"
    case .gone: "gone"
    case .unknown: "unknown"
    }
  }
}
