import GRDB

/// Why the store cannot do what was asked. Callers decide by `self`; `detail` is for the log.
package enum StoreError: Error, Hashable, Sendable {
  /// The file system has no room; nothing was written. Goes away by itself when there is room again.
  case full(detail: String)
  /// The file is damaged or is no database. Only a restored backup helps.
  case corrupt(detail: String)
  /// The disk or the file refuses to be written.
  case readOnly(detail: String)
  /// The device failed in reading or writing.
  case inputOutput(detail: String)
  /// Written by a later version of the program.
  case newerVersion(detail: String)
  /// The file cannot be opened or made for lack of permission.
  case notPermitted(detail: String)
  /// More than `Store.pendingLimit` writers wait already, or another program holds the file locked.
  case busy
  /// Anything else SQLite says: a fault of the program.
  case unexpected(detail: String)

  init(_ error: any Error) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self = .unexpected(detail: "\(error)")
      return
    }
    let detail = error.description
    // “May indicate that the underlying filesystem volume is out of space”: https://www.sqlite.org/rescode.html
    if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE {
      self = .full(detail: detail)
      return
    }
    switch error.resultCode {
    case .SQLITE_FULL: self = .full(detail: detail)
    // Nothing that is written comes near SQLite's limit of a value's length: a length beyond it was not written by us.
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_TOOBIG: self = .corrupt(detail: detail)
    case .SQLITE_READONLY: self = .readOnly(detail: detail)
    case .SQLITE_IOERR: self = .inputOutput(detail: detail)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .notPermitted(detail: detail)
    default: self = .unexpected(detail: detail)
    }
  }

  /// Of a file that is opened: where a released schema cannot be read as such, the file is damaged or is not ours.
  init(opening error: any Error) {
    let isUnreadable = error is RowDecodingError || (error as? DatabaseError)?.resultCode == .SQLITE_ERROR
    self = isUnreadable ? .corrupt(detail: "\(error)") : StoreError(error)
  }

  /// Whether SQLite may have taken back the whole transaction and not only the statement
  /// (https://www.sqlite.org/lang_transaction.html, “Response To Errors Within A Transaction”). Damage ends it too,
  /// whoever finds it.
  static func endsTransaction(_ error: any Error) -> Bool {
    if case .corrupt = error as? StoreError { return true }
    guard let error = error as? DatabaseError else { return false }
    switch error.resultCode {
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY,
      .SQLITE_INTERRUPT, .SQLITE_BUSY:
      return true
    default:
      return false
    }
  }
}
