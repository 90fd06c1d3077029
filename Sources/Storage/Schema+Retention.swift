extension Schema {
  /// Days whose record has aged: their figures stay, their details go, and nothing else of the record ever does.
  static let version14 = """
    CREATE TABLE aged_day(
      day TEXT NOT NULL PRIMARY KEY CHECK (length(day) = 10),
      seq INTEGER NOT NULL UNIQUE REFERENCES journal(seq),
      -- The last journal entry of the day.
      last INTEGER NOT NULL CHECK (last < seq),
      is_erased INTEGER NOT NULL CHECK (is_erased IN (0, 1))
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER aged_day_forward BEFORE INSERT ON aged_day
      WHEN NEW.day <= (SELECT max(day) FROM aged_day) OR NEW.day >= (SELECT max(day) FROM service_day)
      BEGIN SELECT RAISE(ABORT, 'days age one after the other, and never the current one'); END;
    CREATE TRIGGER aged_day_unchanged BEFORE UPDATE ON aged_day
      WHEN NOT (NEW.day = OLD.day AND NEW.seq = OLD.seq AND NEW.last = OLD.last AND NEW.is_erased = 1)
      BEGIN SELECT RAISE(ABORT, 'a day that has aged stays so'); END;
    CREATE TRIGGER aged_day_kept BEFORE DELETE ON aged_day
      BEGIN SELECT RAISE(ABORT, 'a day that has aged stays so'); END;
    CREATE TRIGGER day_sheet_kept BEFORE DELETE ON day_sheet
      WHEN OLD.day IN (SELECT day FROM aged_day)
      BEGIN SELECT RAISE(ABORT, 'the figures of an aged day are all that is left of it'); END;
    CREATE TRIGGER day_sheet_aged BEFORE UPDATE ON day_sheet
      WHEN OLD.day IN (SELECT day FROM aged_day)
      BEGIN SELECT RAISE(ABORT, 'the figures of an aged day are all that is left of it'); END;

    DROP TRIGGER journal_unchanged;
    CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
      WHEN NOT (
        NEW.body = '' AND NEW.seq = OLD.seq AND NEW.at = OLD.at AND NEW.service_day = OLD.service_day
        AND NEW.kind = OLD.kind AND NEW.actor = OLD.actor AND NEW.digest = OLD.digest AND NEW.hash = OLD.hash
        AND CASE
          WHEN OLD.kind IN ('assistance-recorded', 'assistance-corrected')
            THEN EXISTS (SELECT 1 FROM aged_day) AND NOT EXISTS (SELECT 1 FROM assistance WHERE id = OLD.seq)
          WHEN OLD.kind GLOB 'ticket-*' OR OLD.kind IN ('call-undone', 'slip-requested', 'counter-opened',
            'counter-paused', 'counter-closed', 'help-called', 'help-acknowledged')
            THEN OLD.service_day <= coalesce((SELECT max(day) FROM aged_day), '')
          ELSE 0 END)
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

    DROP TRIGGER ticket_kept;
    CREATE TRIGGER ticket_kept BEFORE DELETE ON ticket
      WHEN OLD.service_day > coalesce((SELECT max(day) FROM aged_day), '')
      BEGIN SELECT RAISE(ABORT, 'a ticket is never deleted before its day has aged'); END;
    DROP TRIGGER rating_kept;
    CREATE TRIGGER rating_kept BEFORE DELETE ON rating
      WHEN (SELECT service_day FROM ticket WHERE arrival = OLD.ticket)
        > coalesce((SELECT max(day) FROM aged_day), '')
      BEGIN SELECT RAISE(ABORT, 'a rating stays as it was given'); END;

    -- What has been corrected may go with what it was corrected to.
    DROP TRIGGER assistance_kept;
    CREATE TRIGGER assistance_kept BEFORE DELETE ON assistance
      WHEN OLD.service_day > coalesce((SELECT max(day) FROM aged_day), '')
        AND (OLD.corrected_by IS NULL OR NOT EXISTS (SELECT 1 FROM aged_day))
      BEGIN SELECT RAISE(ABORT, 'a record is never deleted before its day has aged'); END;
    DROP TRIGGER assistance_activity_kept;
    CREATE TRIGGER assistance_activity_kept BEFORE DELETE ON assistance_activity
      WHEN NOT EXISTS (SELECT 1 FROM assistance a, (SELECT max(day) AS day FROM aged_day) aged
        WHERE a.id = OLD.assistance AND aged.day IS NOT NULL
        AND (a.service_day <= aged.day OR a.corrected_by IS NOT NULL))
      BEGIN SELECT RAISE(ABORT, 'a record is never deleted before its day has aged'); END;
    DROP TRIGGER assistance_difficulty_kept;
    CREATE TRIGGER assistance_difficulty_kept BEFORE DELETE ON assistance_difficulty
      WHEN NOT EXISTS (SELECT 1 FROM assistance a, (SELECT max(day) AS day FROM aged_day) aged
        WHERE a.id = OLD.assistance AND aged.day IS NOT NULL
        AND (a.service_day <= aged.day OR a.corrected_by IS NOT NULL))
      BEGIN SELECT RAISE(ABORT, 'a record is never deleted before its day has aged'); END;
    CREATE TRIGGER assistance_of_aged BEFORE INSERT ON assistance
      WHEN NEW.ticket IS NULL AND NEW.service_day <= coalesce((SELECT max(day) FROM aged_day), '')
      BEGIN SELECT RAISE(ABORT, 'a day that has aged takes no more help'); END;

    -- What a deleted ticket or record is looked for by.
    CREATE INDEX assistance_of_ticket ON assistance(ticket) WHERE ticket IS NOT NULL;
    CREATE INDEX assistance_corrected ON assistance(corrected_by) WHERE corrected_by IS NOT NULL;
    """
}
