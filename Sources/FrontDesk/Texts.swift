package import Queueing

extension CallReason {
  /// What the volunteer reads beside the called number.
  package var text: String {
    switch self {
    case .arrival: "Đến lượt theo thứ tự lấy số"
    case .priorityTurn: "Đến lượt người được ưu tiên"
    case .priorityFirst: "Người được ưu tiên gọi trước"
    case .maxWait: "Đã chờ quá thời gian tối đa"
    case .staffChoice: "Cán bộ chọn gọi số này"
    }
  }
}

extension ExpiryReason {
  package var text: String {
    switch self {
    case .dayEnd: "hết ngày làm việc"
    case .unfinished: "hết ngày khi đang được phục vụ"
    case .skipped: "hàng chờ đã đi tiếp từ một số sau"
    }
  }
}

extension StateName {
  package var text: String {
    switch self {
    case .waiting: "đang chờ"
    case .called: "đang được gọi"
    case .serving: "đang được phục vụ"
    case .parked: "đang tạm gác"
    case .finished: "đã xong"
    case .noShow: "vắng mặt"
    case .cancelled: "đã hủy"
    case .expired: "đã hết hạn"
    }
  }
}

extension CounterState {
  package var text: String {
    switch self {
    case .open: "đang mở"
    case .paused: "đang tạm nghỉ"
    case .closed: "đang đóng"
    }
  }
}

extension MoveName {
  package var text: String {
    switch self {
    case .call: "gọi"
    case .recall: "gọi lại"
    case .start: "bắt đầu"
    case .finish: "kết thúc"
    case .noShow: "báo vắng mặt"
    case .park: "tạm gác"
    case .comeBack: "cho quay lại hàng"
    case .transfer: "chuyển"
    case .cancel: "hủy"
    case .expire: "cho hết hạn"
    case .undoCall: "hoàn tác"
    case .releaseDirection: "trả về hàng chung"
    }
  }
}
