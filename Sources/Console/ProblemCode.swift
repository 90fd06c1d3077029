/// Why a request is refused, by the name that clients act on: `code` on the wire.
enum ProblemCode: String, CaseIterable, Sendable, Encodable {
  // Of any request.
  case invalidField = "invalid-field"
  case unknownField = "unknown-field"
  case invalidJSON = "invalid-json"
  case invalidRequest = "invalid-request"
  case unsupportedMediaType = "unsupported-media-type"
  case bodyTooLarge = "body-too-large"
  case notFound = "not-found"
  case methodNotAllowed = "method-not-allowed"
  case keyReused = "key-reused"
  // Of who asks.
  case forbidden
  case signInRequired = "sign-in-required"
  case secretExpired = "secret-expired"
  case commandToken = "command-token"
  case wrongSecret = "wrong-secret"
  case tooManyAttempts = "too-many-attempts"
  case tooManyRequests = "too-many-requests"
  case tooManyStreams = "too-many-streams"
  // Of the machine.
  case busy
  case storageFull = "storage-full"
  case storeCorrupt = "store-corrupt"
  case storeReadOnly = "store-read-only"
  case storeFailing = "store-failing"
  case backupFailed = "backup-failed"
  case printerFailed = "printer-failed"
  case internalError = "internal"
  // Of what is not there.
  case unknownTicket = "unknown-ticket"
  case unknownCounter = "unknown-counter"
  case unknownAssistance = "unknown-assistance"
  case unknownScreen = "unknown-screen"
  case unknownPrinter = "unknown-printer"
  case unknownRegister = "unknown-register"
  case unknownEntry = "unknown-entry"
  case unknownBadge = "unknown-badge"
  case unknownReport = "unknown-report"
  case unknownUser = "unknown-user"
  case unknownImport = "unknown-import"
  // Of how things stand.
  case illegalMove = "illegal-move"
  case counterBusy = "counter-busy"
  case counterClosed = "counter-closed"
  case nothingHeld = "nothing-held"
  case otherTicket = "other-ticket"
  case nothingToUndo = "nothing-to-undo"
  case undoTooLate = "undo-too-late"
  case closed
  case capReached = "cap-reached"
  case dateTaken = "date-taken"
  case nothingOrdered = "nothing-ordered"
  case notPaused = "not-paused"
  case slipUseless = "slip-useless"
  case slipPending = "slip-pending"
  case noPrinter = "no-printer"
  case alreadyRecorded = "already-recorded"
  case notFinished = "not-finished"
  case alreadyCorrected = "already-corrected"
  case alreadyWithdrawn = "already-withdrawn"
  case aged
  case unproven
  case notToday = "not-today"
  case returnTooLate = "return-too-late"
  case numberTaken = "number-taken"
  case clockImplausible = "clock-implausible"
  case notOver = "not-over"
  case ratedAlready = "rated-already"
  case userExists = "user-exists"
  case badgeInUse = "badge-in-use"
  case noReader = "no-reader"
  case noCard = "no-card"
  case cardUnsuitable = "card-unsuitable"
  case cardFailed = "card-failed"
  case noTouch = "no-touch"
  case templateUnusable = "template-unusable"
  case importUnfinished = "import-unfinished"
  case noFile = "no-file"
  case tableUnreadable = "table-unreadable"

  /// The statuses it comes with.
  var statuses: [Int] {
    switch self {
    case .invalidJSON, .invalidRequest, .noFile: [400]
    case .signInRequired, .wrongSecret: [401]
    case .forbidden, .secretExpired, .commandToken: [403]
    case .notFound, .unknownTicket, .unknownCounter, .unknownAssistance, .unknownScreen, .unknownPrinter,
      .unknownRegister, .unknownEntry, .unknownBadge, .unknownReport, .unknownUser, .unknownImport:
      [404]
    case .methodNotAllowed: [405]
    case .illegalMove, .counterBusy, .counterClosed, .nothingHeld, .otherTicket, .nothingToUndo, .undoTooLate, .closed,
      .capReached,
      .dateTaken, .nothingOrdered, .notPaused, .slipUseless, .slipPending, .noPrinter, .alreadyRecorded, .notFinished,
      .alreadyCorrected, .alreadyWithdrawn, .aged, .unproven, .notToday,
      .returnTooLate, .numberTaken, .clockImplausible, .notOver, .ratedAlready, .userExists, .badgeInUse, .noReader,
      .noCard, .cardUnsuitable, .cardFailed, .noTouch, .importUnfinished:
      [409]
    case .bodyTooLarge: [413]
    case .unsupportedMediaType: [415]
    // 400 in a header.
    case .invalidField: [400, 422]
    case .unknownField, .keyReused, .templateUnusable, .tableUnreadable: [422]
    case .tooManyAttempts, .tooManyRequests: [429]
    case .internalError: [500]
    case .tooManyStreams, .busy, .storeCorrupt, .storeReadOnly, .storeFailing, .printerFailed: [503]
    // 507 when it is room that is missing.
    case .backupFailed: [503, 507]
    case .storageFull: [507]
    }
  }

  /// One sentence for who writes a client.
  var meaning: String {
    switch self {
    case .invalidField: "A field, a parameter or a header holds what is not accepted; `fields` names each."
    case .unknownField: "The address takes no such field or parameter; `fields` says what it takes."
    case .invalidJSON: "The body is no JSON object, names a field twice or ends too early."
    case .invalidRequest: "What arrived is no HTTP: a broken, contradictory or overlong head. The connection ends."
    case .unsupportedMediaType: "The body is of a type that the address does not take."
    case .bodyTooLarge: "The body is longer than the address takes."
    case .notFound: "There is no such address."
    case .methodNotAllowed: "The address takes other methods; `Allow` names them."
    case .keyReused: "The `Idempotency-Key` came with another request before."
    case .forbidden: "The role does not reach that far, or the request came by a foreign name or from a foreign page."
    case .signInRequired: "Nobody is signed in, or the session is over."
    case .secretExpired: "The PIN was given by somebody else and has to be changed first."
    case .commandToken: "The command lacks the session's `X-Luot-Command`."
    case .wrongSecret: "Name and secret do not belong together, or the account is locked."
    case .tooManyAttempts: "The secret was wrong too often; `Retry-After` says how many seconds to wait."
    case .tooManyRequests: "One machine asks faster than it may."
    case .tooManyStreams: "As many event streams are open as there may be."
    case .busy: "Another long piece of work runs, or the daemon is stopping; come again in a second."
    case .storageFull: "The disk is full; nothing was done."
    case .storeCorrupt: "The database is damaged, and nothing is written until it is restored."
    case .storeReadOnly: "The disk takes no writes."
    case .storeFailing: "The disk reports errors."
    case .backupFailed: "The copy could not be written or not be proven."
    case .printerFailed: "The printer did not print."
    case .internalError: "The program is at fault; its log has the details."
    case .unknownTicket: "There is no such ticket."
    case .unknownCounter: "The configuration has no such counter."
    case .unknownAssistance: "There is no such record of help."
    case .unknownScreen: "The configuration has no such screen."
    case .unknownPrinter: "The configuration has no such printer."
    case .unknownRegister: "There is no such register."
    case .unknownEntry: "The register has no such entry."
    case .unknownBadge: "There is no such badge."
    case .unknownReport: "No report of this id was marked as sent."
    case .unknownImport: "There is no such import, or its time is over."
    case .unknownUser: "There is no such account."
    case .illegalMove: "The ticket's state allows no such step; `state` says what it is."
    case .counterBusy: "The counter holds a ticket: the one in `ticket`."
    case .counterClosed: "The counter is not open; `state` says what it is."
    case .nothingHeld: "The counter holds no ticket."
    case .otherTicket: "The counter holds another ticket than the one the command means: the one in `ticket`."
    case .nothingToUndo: "The counter has no call that could be undone."
    case .undoTooLate: "The call is too long ago to be undone."
    case .closed: "No numbers are issued now; `closed` says why and until when."
    case .capReached: "The service's numbers of the day are gone."
    case .dateTaken: "The calendar has this date."
    case .nothingOrdered: "No order to open or to close is in force."
    case .notPaused: "The service is not paused."
    case .slipUseless: "The ticket is over, and nobody needs its slip."
    case .slipPending: "The slip is still to come out."
    case .noPrinter: "This kiosk has no printer."
    case .alreadyRecorded: "The ticket has its record of help, and that one is to be corrected."
    case .notFinished: "The ticket is not finished; help is recorded when it is."
    case .alreadyCorrected: "The record has a successor, and that one is to be corrected."
    case .alreadyWithdrawn: "The record was taken back and counts no more."
    case .aged: "The details of that day were erased at the end of their time; its figures stay."
    case .unproven: "What the store holds of that day does not equal its journal, so no details were erased."
    case .notToday: "The ticket is of another day and can only be read."
    case .returnTooLate: "The ticket's call is too long ago to come back."
    case .numberTaken: "The number on the paper slip has been issued."
    case .clockImplausible: "The machine's clock cannot be right."
    case .notOver: "The turn is not finished and cannot be rated yet."
    case .ratedAlready: "The turn has a rating."
    case .userExists: "The member has an account."
    case .badgeInUse: "The card is somebody's badge."
    case .noReader: "No card reader can be used."
    case .noCard: "No card was shown in time."
    case .cardUnsuitable: "The card has no number of its own that stays the same."
    case .cardFailed: "The card could not be read."
    case .noTouch: "The screen only shows."
    case .importUnfinished: "The table has not been read to its end."
    case .noFile: "The address takes a file, and none came."
    case .tableUnreadable: "The file is no table that can be read; `detail` says why."
    case .templateUnusable: "The report's template cannot be used."
    }
  }
}
