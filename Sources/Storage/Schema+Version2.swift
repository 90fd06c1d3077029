extension Schema {
  /// When the office is open: the register `calendar`, and what staff ordered for a while.
  static let version2 = """
    CREATE TABLE calendar_day(
      day TEXT NOT NULL PRIMARY KEY CHECK (length(day) = 10),
      slots TEXT NOT NULL CHECK (json_type(slots) = 'array'),
      reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER calendar_day_ahead BEFORE INSERT ON calendar_day
      WHEN NEW.day < (SELECT max(day) FROM service_day)
      BEGIN SELECT RAISE(ABORT, 'a day that is over stays as it was'); END;
    CREATE TRIGGER calendar_day_over BEFORE UPDATE ON calendar_day
      WHEN NEW.day <> OLD.day OR OLD.day < (SELECT max(day) FROM service_day)
      BEGIN SELECT RAISE(ABORT, 'a day that is over stays as it was'); END;
    CREATE TRIGGER calendar_day_kept BEFORE DELETE ON calendar_day
      WHEN OLD.day < (SELECT max(day) FROM service_day)
      BEGIN SELECT RAISE(ABORT, 'a day that is over stays as it was'); END;

    CREATE TABLE opening_order(
      service TEXT NOT NULL PRIMARY KEY,
      is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
      until INTEGER NOT NULL,
      reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
      CHECK (is_open = 0 OR service = '*')
    ) STRICT, WITHOUT ROWID;
    """
}
