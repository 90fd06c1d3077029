extension Schema {
  /// A record that was made twice or of something that never was is taken back by an entry, and stays to be seen.
  static let version17 = """
    ALTER TABLE assistance ADD COLUMN withdrawn_by INTEGER REFERENCES journal(seq)
      CHECK (withdrawn_by IS NULL OR (withdrawn_by > id AND corrected_by IS NULL));
    DROP INDEX assistance_ticket;
    CREATE UNIQUE INDEX assistance_ticket ON assistance(ticket)
      WHERE ticket IS NOT NULL AND corrected_by IS NULL AND withdrawn_by IS NULL;
    CREATE TRIGGER assistance_withdrawn_once BEFORE UPDATE OF withdrawn_by ON assistance
      WHEN OLD.withdrawn_by IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a record is withdrawn once'); END;
    """
}
