extension Schema {
  /// Credentials of members, the sessions opened with them, and what citizens thought of their turn.
  static let version11 = """
    CREATE TABLE account(
      member TEXT NOT NULL PRIMARY KEY REFERENCES member(id),
      role TEXT NOT NULL CHECK (role IN ('volunteer', 'supervisor', 'administrator')),
      secret TEXT NOT NULL CHECK (secret LIKE '$y$%'),
      is_temporary INTEGER NOT NULL CHECK (is_temporary IN (0, 1)),
      is_locked INTEGER NOT NULL CHECK (is_locked IN (0, 1))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE session(
      token BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
      member TEXT NOT NULL REFERENCES account(member) ON DELETE CASCADE,
      opened_at INTEGER NOT NULL,
      used_at INTEGER NOT NULL,
      ends_at INTEGER NOT NULL CHECK (ends_at > opened_at)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_member ON session(member);

    CREATE TABLE rating(
      ticket INTEGER PRIMARY KEY REFERENCES ticket(arrival),
      score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 3)
    ) STRICT;
    CREATE TRIGGER rating_of_finished BEFORE INSERT ON rating
      WHEN (SELECT state FROM ticket WHERE arrival = NEW.ticket) IS NOT 'finished'
      BEGIN SELECT RAISE(ABORT, 'a turn is rated after it'); END;
    CREATE TRIGGER rating_unchanged BEFORE UPDATE ON rating
      BEGIN SELECT RAISE(ABORT, 'a rating stays as it was given'); END;
    CREATE TRIGGER rating_kept BEFORE DELETE ON rating
      BEGIN SELECT RAISE(ABORT, 'a rating stays as it was given'); END;
    """
}
