extension Schema {
  /// Who asked for a person at a kiosk, and whether somebody goes. What was asked before is in the journal.
  static let version10 = """
    CREATE TABLE help_call(
      seq INTEGER PRIMARY KEY REFERENCES journal(seq),
      day TEXT NOT NULL CHECK (length(day) = 10),
      screen TEXT NOT NULL CHECK (length(screen) > 0),
      called_at INTEGER NOT NULL,
      acknowledgement INTEGER UNIQUE REFERENCES journal(seq) CHECK (acknowledgement > seq),
      acknowledged_at INTEGER,
      counter TEXT,
      CHECK ((acknowledgement IS NULL) = (acknowledged_at IS NULL)),
      CHECK (counter IS NULL OR acknowledgement IS NOT NULL)
    ) STRICT;
    INSERT INTO help_call(seq, day, screen, called_at)
      SELECT seq, service_day, json_extract(body, '$.screen'), at FROM journal WHERE kind = 'help-called';
    CREATE INDEX help_call_day ON help_call(day, seq);
    """
}
