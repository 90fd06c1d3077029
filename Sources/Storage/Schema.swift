import GRDB

/// The migrations, each literal and never edited once released.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { db in
      try db.execute(sql: version1)
    }
    migrator.registerMigration("v2") { db in
      try db.execute(sql: version2)
    }
    migrator.registerMigration("v3") { db in
      try db.execute(sql: version3)
    }
    migrator.registerMigration("v4", foreignKeyChecks: .immediate) { db in
      try db.execute(sql: version4)
    }
    migrator.registerMigration("v5") { db in
      try db.execute(sql: version5)
    }
    migrator.registerMigration("v7") { db in
      try db.execute(sql: version7)
    }
    migrator.registerMigration("v8") { db in
      try db.execute(sql: version8)
    }
    migrator.registerMigration("v9") { db in
      try db.execute(sql: version9)
    }
    migrator.registerMigration("v10") { db in
      try db.execute(sql: version10)
    }
    migrator.registerMigration("v11") { db in
      try db.execute(sql: version11)
    }
    migrator.registerMigration("v12") { db in
      try db.execute(sql: version12)
    }
    migrator.registerMigration("v13") { db in
      try db.execute(sql: version13)
    }
    migrator.registerMigration("v14") { db in
      try db.execute(sql: version14)
    }
    migrator.registerMigration("v15") { db in
      try db.execute(sql: version15)
    }
    migrator.registerMigration("v16") { db in
      try db.execute(sql: version16)
    }
    migrator.registerMigration("v17") { db in
      try db.execute(sql: version17)
    }
    return migrator
  }

  private static let version1 = """
    CREATE TABLE meta(
      key TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE journal(
      seq INTEGER PRIMARY KEY CHECK (seq >= 1),
      at INTEGER NOT NULL,
      service_day TEXT NOT NULL CHECK (length(service_day) = 10),
      kind TEXT NOT NULL,
      actor TEXT NOT NULL,
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      body TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER journal_gap_free BEFORE INSERT ON journal
      WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
      BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END;
    CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER journal_kept BEFORE DELETE ON journal
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

    CREATE TABLE remark(
      seq INTEGER PRIMARY KEY REFERENCES journal(seq),
      text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 200)
    ) STRICT;

    CREATE TABLE service_day(
      day TEXT NOT NULL PRIMARY KEY CHECK (length(day) = 10),
      opened_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER service_day_forward BEFORE INSERT ON service_day
      WHEN NEW.day <= (SELECT max(day) FROM service_day)
      BEGIN SELECT RAISE(ABORT, 'the service day never goes backwards'); END;
    CREATE TRIGGER service_day_unchanged BEFORE UPDATE ON service_day
      BEGIN SELECT RAISE(ABORT, 'a service day stays as it was begun'); END;
    CREATE TRIGGER service_day_kept BEFORE DELETE ON service_day
      BEGIN SELECT RAISE(ABORT, 'a service day stays as it was begun'); END;

    CREATE TABLE member(
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL CHECK (length(name) > 0),
      team TEXT NOT NULL,
      valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
      valid_until TEXT CHECK (length(valid_until) = 10)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE village(
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL CHECK (length(name) > 0),
      valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
      valid_until TEXT CHECK (length(valid_until) = 10)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE counter(
      id TEXT NOT NULL PRIMARY KEY,
      state TEXT NOT NULL CHECK (state IN ('open', 'paused', 'closed')),
      member TEXT REFERENCES member(id),
      services TEXT NOT NULL CHECK (json_valid(services)),
      normals_since_priority INTEGER NOT NULL CHECK (normals_since_priority >= 0),
      undoable TEXT CHECK (undoable IS NULL OR json_valid(undoable)),
      CHECK (state <> 'closed' OR (member IS NULL AND undoable IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE counter_session(
      id INTEGER PRIMARY KEY,
      counter TEXT NOT NULL REFERENCES counter(id),
      member TEXT REFERENCES member(id),
      opened_at INTEGER NOT NULL,
      closed_at INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX counter_session_open ON counter_session(counter) WHERE closed_at IS NULL;

    CREATE TABLE line(
      service_day TEXT NOT NULL REFERENCES service_day(day),
      service TEXT NOT NULL,
      issued INTEGER NOT NULL CHECK (issued >= 0),
      waiting INTEGER NOT NULL CHECK (waiting >= 0),
      PRIMARY KEY (service_day, service)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE ticket(
      arrival INTEGER PRIMARY KEY,
      service_day TEXT NOT NULL REFERENCES service_day(day),
      series TEXT NOT NULL CHECK (length(series) = 1 AND series BETWEEN 'A' AND 'Z'),
      number INTEGER NOT NULL CHECK (number >= 1),
      service TEXT NOT NULL,
      priority TEXT,
      village TEXT REFERENCES village(id),
      origin TEXT NOT NULL CHECK (origin IN ('kiosk', 'console', 'cli', 'api', 'paper')),
      issued_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN
        ('waiting', 'called', 'serving', 'parked', 'finished', 'no-show', 'cancelled', 'expired')),
      directed_to TEXT REFERENCES counter(id),
      called_at INTEGER,
      started_at INTEGER,
      finished_at INTEGER,
      announced_at INTEGER,
      announced_seq INTEGER,
      due_at INTEGER,
      recalls INTEGER NOT NULL CHECK (recalls >= 0),
      counter TEXT REFERENCES counter(id),
      member TEXT REFERENCES member(id),
      reason TEXT CHECK (reason IN ('arrival', 'priority-turn', 'priority-first', 'max-wait', 'staff-choice')),
      end_reason TEXT,
      UNIQUE (service_day, series, number),
      CHECK (state NOT IN ('called', 'serving', 'finished', 'no-show')
        OR (counter IS NOT NULL AND called_at IS NOT NULL AND reason IS NOT NULL)),
      CHECK (state NOT IN ('serving', 'finished') OR started_at IS NOT NULL),
      CHECK ((state = 'finished') = (finished_at IS NOT NULL)),
      CHECK ((state = 'parked') = (due_at IS NOT NULL)),
      CHECK ((state = 'expired') = (end_reason IS NOT NULL))
    ) STRICT;
    CREATE UNIQUE INDEX ticket_held ON ticket(counter) WHERE state IN ('called', 'serving');
    CREATE INDEX ticket_line ON ticket(service, priority IS NOT NULL, arrival)
      WHERE state = 'waiting' AND directed_to IS NULL;
    CREATE INDEX ticket_directed ON ticket(directed_to, priority IS NOT NULL, arrival)
      WHERE state = 'waiting' AND directed_to IS NOT NULL;
    CREATE INDEX ticket_detoured ON ticket(directed_to, service_day)
      WHERE directed_to IS NOT NULL AND state IN ('called', 'serving', 'parked', 'no-show');
    CREATE INDEX ticket_parked ON ticket(due_at) WHERE state = 'parked';
    CREATE INDEX ticket_announced ON ticket(service_day, announced_seq) WHERE announced_seq IS NOT NULL;
    CREATE TRIGGER ticket_begins BEFORE INSERT ON ticket WHEN NEW.state <> 'waiting'
      BEGIN SELECT RAISE(ABORT, 'a ticket begins by waiting'); END;
    CREATE TRIGGER ticket_kept BEFORE DELETE ON ticket
      BEGIN SELECT RAISE(ABORT, 'a ticket is never deleted'); END;
    CREATE TRIGGER ticket_identity BEFORE UPDATE OF arrival, service_day, series, number, priority, village, origin,
      issued_at ON ticket
      BEGIN SELECT RAISE(ABORT, 'number, day and arrival of a ticket never change'); END;
    CREATE TRIGGER ticket_ended BEFORE UPDATE ON ticket WHEN OLD.state IN ('finished', 'cancelled', 'expired')
      BEGIN SELECT RAISE(ABORT, 'a ticket that has ended stays as it is'); END;
    CREATE TRIGGER ticket_moves BEFORE UPDATE OF state ON ticket
      WHEN OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'waiting>called', 'waiting>cancelled', 'waiting>expired',
        'called>serving', 'called>finished', 'called>no-show', 'called>parked', 'called>waiting', 'called>cancelled',
        'called>expired',
        'serving>finished', 'serving>parked', 'serving>waiting', 'serving>expired',
        'parked>waiting', 'parked>cancelled', 'parked>expired',
        'no-show>waiting')
      BEGIN SELECT RAISE(ABORT, 'this move of a ticket is not legal'); END;

    CREATE TABLE ticket_token(
      token TEXT NOT NULL PRIMARY KEY,
      ticket INTEGER NOT NULL UNIQUE REFERENCES ticket(arrival)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE print_job(
      id INTEGER PRIMARY KEY,
      ticket INTEGER NOT NULL REFERENCES ticket(arrival),
      copy INTEGER NOT NULL CHECK (copy >= 1),
      state TEXT NOT NULL CHECK (state IN ('pending', 'printing', 'printed', 'uncertain', 'skipped', 'failed')),
      attempts INTEGER NOT NULL CHECK (attempts >= 0),
      changed_at INTEGER NOT NULL,
      detail TEXT,
      UNIQUE (ticket, copy),
      CHECK (state NOT IN ('failed', 'skipped', 'uncertain') OR detail IS NOT NULL)
    ) STRICT;
    CREATE INDEX print_job_open ON print_job(id) WHERE state IN ('pending', 'printing');
    CREATE TRIGGER print_job_moves BEFORE UPDATE OF state ON print_job
      WHEN OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'pending>printing', 'pending>skipped', 'pending>failed',
        'printing>printed', 'printing>uncertain', 'printing>failed', 'printing>pending')
      BEGIN SELECT RAISE(ABORT, 'this move of a print job is not legal'); END;

    CREATE TABLE assistance(
      id INTEGER PRIMARY KEY,
      ticket INTEGER REFERENCES ticket(arrival),
      service_day TEXT NOT NULL CHECK (length(service_day) = 10),
      service TEXT,
      member TEXT REFERENCES member(id),
      counter TEXT REFERENCES counter(id),
      place TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      minutes INTEGER CHECK (minutes BETWEEN 0 AND 600),
      village TEXT REFERENCES village(id),
      residence TEXT CHECK (residence IN ('village', 'other-commune', 'other-province')),
      age_band TEXT NOT NULL CHECK (age_band IN ('under-18', '18-34', '35-59', '60-79', '80-plus', 'unknown')),
      sex TEXT,
      note TEXT CHECK (length(note) <= 200),
      corrected_by INTEGER REFERENCES assistance(id) DEFERRABLE INITIALLY DEFERRED,
      CHECK (village IS NULL OR residence = 'village'),
      CHECK (corrected_by > id)
    ) STRICT;
    CREATE UNIQUE INDEX assistance_ticket ON assistance(ticket) WHERE ticket IS NOT NULL AND corrected_by IS NULL;
    CREATE INDEX assistance_day ON assistance(service_day);
    CREATE TRIGGER assistance_of_finished BEFORE INSERT ON assistance
      WHEN NEW.ticket IS NOT NULL AND (SELECT state FROM ticket WHERE arrival = NEW.ticket) IS NOT 'finished'
      BEGIN SELECT RAISE(ABORT, 'help is recorded for a finished ticket'); END;
    CREATE TRIGGER assistance_unchanged BEFORE UPDATE OF id, ticket, service_day, service, member, counter, place,
      started_at, minutes, village, residence, age_band, sex ON assistance
      BEGIN SELECT RAISE(ABORT, 'a record is corrected by another, not changed'); END;
    CREATE TRIGGER assistance_corrected_once BEFORE UPDATE OF corrected_by ON assistance
      WHEN OLD.corrected_by IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'a record is corrected once'); END;
    CREATE TRIGGER assistance_kept BEFORE DELETE ON assistance
      BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

    CREATE TABLE assistance_activity(
      assistance INTEGER NOT NULL REFERENCES assistance(id),
      position INTEGER NOT NULL CHECK (position >= 0),
      activity TEXT NOT NULL,
      level TEXT CHECK (level IN ('full', 'partial')),
      platform TEXT,
      outcome TEXT NOT NULL CHECK (outcome IN ('done', 'partly', 'referred', 'not-possible')),
      minutes INTEGER CHECK (minutes BETWEEN 0 AND 600),
      PRIMARY KEY (assistance, position),
      UNIQUE (assistance, activity)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER assistance_activity_unchanged BEFORE UPDATE ON assistance_activity
      BEGIN SELECT RAISE(ABORT, 'a record is corrected by another, not changed'); END;
    CREATE TRIGGER assistance_activity_kept BEFORE DELETE ON assistance_activity
      BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

    CREATE TABLE assistance_difficulty(
      assistance INTEGER NOT NULL,
      position INTEGER NOT NULL,
      difficulty TEXT NOT NULL,
      PRIMARY KEY (assistance, position, difficulty),
      FOREIGN KEY (assistance, position) REFERENCES assistance_activity(assistance, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER assistance_difficulty_unchanged BEFORE UPDATE ON assistance_difficulty
      BEGIN SELECT RAISE(ABORT, 'a record is corrected by another, not changed'); END;
    CREATE TRIGGER assistance_difficulty_kept BEFORE DELETE ON assistance_difficulty
      BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

    CREATE TABLE idempotency(
      scope TEXT NOT NULL,
      key TEXT NOT NULL,
      request BLOB NOT NULL CHECK (length(request) = 32),
      answer TEXT NOT NULL,
      PRIMARY KEY (scope, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE device_log(
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      event TEXT NOT NULL CHECK (event IN ('arrived', 'lost', 'fault')),
      device TEXT NOT NULL,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      detail TEXT
    ) STRICT;
    """

  /// When the clock was doubted and how it leapt, and what becomes of a line on a bad day.
  private static let version3 = """
    CREATE TABLE clock_event(
      seq INTEGER PRIMARY KEY REFERENCES journal(seq),
      service_day TEXT NOT NULL CHECK (length(service_day) = 10),
      at INTEGER NOT NULL,
      fault TEXT CHECK (fault IN ('behind-journal', 'jumped', 'implausible')),
      step INTEGER NOT NULL,
      run TEXT NOT NULL,
      run_start INTEGER NOT NULL CHECK (run_start >= 0),
      revision INTEGER NOT NULL CHECK (revision >= 0),
      run_step INTEGER NOT NULL,
      CHECK (fault IS NULL OR step = 0)
    ) STRICT;
    CREATE INDEX clock_event_day ON clock_event(service_day, seq);
    CREATE TRIGGER clock_event_unchanged BEFORE UPDATE ON clock_event
      BEGIN SELECT RAISE(ABORT, 'what was found of the clock stays as it was'); END;
    CREATE TRIGGER clock_event_kept BEFORE DELETE ON clock_event
      BEGIN SELECT RAISE(ABORT, 'what was found of the clock stays as it was'); END;

    CREATE TABLE series_floor(
      service_day TEXT NOT NULL REFERENCES service_day(day),
      series TEXT NOT NULL CHECK (length(series) = 1 AND series BETWEEN 'A' AND 'Z'),
      number INTEGER NOT NULL CHECK (number >= 1),
      PRIMARY KEY (service_day, series)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER series_floor_rises BEFORE UPDATE ON series_floor WHEN NEW.number < OLD.number
      BEGIN SELECT RAISE(ABORT, 'a number that was passed over is not given out again'); END;

    CREATE TABLE line_cancellation(
      seq INTEGER PRIMARY KEY REFERENCES journal(seq),
      service_day TEXT NOT NULL REFERENCES service_day(day),
      at INTEGER NOT NULL,
      service TEXT,
      reason TEXT NOT NULL CHECK (reason IN
        ('evacuation', 'power-cut', 'system-fault', 'staff-shortage', 'early-closing', 'other'))
    ) STRICT;
    CREATE INDEX line_cancellation_day ON line_cancellation(service_day, seq);
    CREATE TABLE cancelled_with_line(
      ticket INTEGER PRIMARY KEY REFERENCES ticket(arrival),
      cancellation INTEGER NOT NULL REFERENCES line_cancellation(seq)
    ) STRICT;

    CREATE INDEX ticket_paper ON ticket(service, priority IS NOT NULL, issued_at, arrival)
      WHERE state = 'waiting' AND directed_to IS NULL AND origin = 'paper';
    """

  /// Promises of a wait, and what they are made from.
  private static let version4 = """
    ALTER TABLE ticket ADD COLUMN promised_from INTEGER CHECK (promised_from >= 0);
    ALTER TABLE ticket ADD COLUMN promised_to INTEGER
      CHECK ((promised_to IS NULL) = (promised_from IS NULL) AND (promised_to IS NULL OR promised_to >= promised_from));
    ALTER TABLE ticket ADD COLUMN waited INTEGER
      CHECK (waited IS NULL OR (waited >= 0 AND promised_from IS NOT NULL));
    CREATE TRIGGER ticket_promise BEFORE UPDATE OF promised_from, promised_to ON ticket
      BEGIN SELECT RAISE(ABORT, 'a promise stays as it was given'); END;

    CREATE TABLE serving_time(
      service TEXT NOT NULL,
      hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
      count INTEGER NOT NULL CHECK (count >= 1),
      seconds INTEGER NOT NULL CHECK (seconds >= count),
      squares INTEGER NOT NULL CHECK (squares >= seconds),
      PRIMARY KEY (service, hour)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE wait_caution(
      id INTEGER PRIMARY KEY CHECK (id = 1),
      low REAL NOT NULL CHECK (low > 0),
      high REAL NOT NULL CHECK (high > 0)
    ) STRICT;

    -- What came before taught nothing.
    INSERT INTO meta(key, value) SELECT 'learning-since', CAST(coalesce(max(seq), 0) AS TEXT) FROM journal;
    """

  /// The device log learns that a fault was mended, and finds what one device did.
  private static let version5 = """
    CREATE TABLE device_event(
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      event TEXT NOT NULL CHECK (event IN ('arrived', 'lost', 'fault', 'mended')),
      device TEXT NOT NULL CHECK (length(device) > 0),
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      detail TEXT,
      CHECK (event <> 'fault' OR detail IS NOT NULL)
    ) STRICT;
    INSERT INTO device_event(id, at, event, device, kind, name, detail)
      SELECT id, at, event, device, kind, name, iif(event = 'fault', coalesce(detail, ''), detail) FROM device_log
      WHERE length(device) > 0;
    DROP TABLE device_log;
    ALTER TABLE device_event RENAME TO device_log;
    CREATE INDEX device_log_device ON device_log(device, id);
    CREATE INDEX device_log_at ON device_log(at);
    """

  /// The figures of each day that is over, ready to be added up.
  private static let version9 = """
    CREATE TABLE day_sheet(
      day TEXT NOT NULL PRIMARY KEY CHECK (length(day) = 10),
      seq INTEGER NOT NULL REFERENCES journal(seq),
      format INTEGER NOT NULL,
      bytes BLOB NOT NULL
    ) STRICT;
    """

  /// A leap of the clock takes the times of who is still here with it, the time of issue included.
  private static let version12 = """
    DROP TRIGGER ticket_identity;
    CREATE TRIGGER ticket_identity BEFORE UPDATE OF arrival, service_day, series, number, priority, village, origin
      ON ticket
      BEGIN SELECT RAISE(ABORT, 'number, day and arrival of a ticket never change'); END;
    CREATE TRIGGER ticket_issued BEFORE UPDATE OF issued_at ON ticket
      WHEN NEW.issued_at - OLD.issued_at IS NOT (SELECT step FROM clock_event WHERE step <> 0 ORDER BY seq DESC LIMIT 1)
      BEGIN SELECT RAISE(ABORT, 'only a leap of the clock moves the time of issue'); END;
    """
}
