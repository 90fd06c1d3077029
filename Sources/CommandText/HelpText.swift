/// The words of the argument parser in Vietnamese; what it does not know stays as it is.
package enum HelpText {
  /// - Parameter program: the name that stands before a complaint.
  package static func vietnamese(_ english: String, program: String) -> String {
    english.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = String(line)
      for (english, vietnamese) in words { line = line.replacing(english, with: vietnamese) }
      return line.replacing("Error: ", with: "\(program): ")
    }.joined(separator: "\n")
  }

  private static let words = [
    ("Missing expected argument ", "Thiếu tham số "),
    ("Missing value for ", "Thiếu giá trị cho "),
    ("Missing one of: ", "Thiếu một trong các tham số "),
    ("Missing required subcommand.", "Thiếu lệnh con."),
    ("Unexpected argument ", "Thừa tham số "),
    (" unexpected arguments: ", " tham số thừa: "),
    ("Unknown option ", "Không có tùy chọn "),
    ("Did you mean ", "Có phải là "),
    ("The value ", "Giá trị "),
    (" is invalid for ", " không dùng được cho "),
    ("Help:  ", "Giải thích:  "),
    ("OVERVIEW: ", ""),
    ("USAGE: ", "CÁCH DÙNG: "),
    ("Usage: ", "Cách dùng: "),
    ("ARGUMENTS:", "THAM SỐ:"),
    ("OPTIONS:", "TÙY CHỌN:"),
    ("SUBCOMMANDS:", "CÁC LỆNH:"),
    ("<options>", "<tùy chọn>"),
    ("<subcommand>", "<lệnh>"),
    ("(default: ", "(mặc định: "),
    ("(default)", "(mặc định)"),
    ("Show the version.", "Cho biết phiên bản."),
    ("Show help information.", "Cho xem hướng dẫn này."),
    ("Show subcommand help information.", "Cho xem hướng dẫn của một lệnh."),
    ("for more information.", "để biết thêm."),
    ("for detailed help.", "để xem chi tiết."),
    ("See '", "Gõ '"),
  ]
}
