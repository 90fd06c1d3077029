extension Schema {
  /// Staff badges. The digest goes when the badge ends: who has left is not to be known by a card any more.
  static let version7 = """
    CREATE TABLE badge(
      id INTEGER PRIMARY KEY REFERENCES journal(seq),
      digest BLOB UNIQUE CHECK (length(digest) = 32),
      member TEXT NOT NULL REFERENCES member(id),
      valid_from INTEGER NOT NULL,
      valid_until INTEGER,
      CHECK ((digest IS NULL) = (valid_until IS NOT NULL))
    ) STRICT;
    CREATE TRIGGER badge_begins BEFORE INSERT ON badge WHEN NEW.valid_until IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a badge begins by being good'); END;
    CREATE TRIGGER badge_unchanged BEFORE UPDATE OF id, member, valid_from ON badge
      BEGIN SELECT RAISE(ABORT, 'a badge stays its member''s'); END;
    CREATE TRIGGER badge_ended BEFORE UPDATE ON badge WHEN OLD.valid_until IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a badge that has ended stays so'); END;
    CREATE TRIGGER badge_kept BEFORE DELETE ON badge
      BEGIN SELECT RAISE(ABORT, 'a badge is never deleted'); END;
    """
}
