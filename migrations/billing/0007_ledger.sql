-- expand
-- The books, in double entry. Entries are numbered 1, 2, 3, ... without a gap, and the database
-- itself holds that none is ever changed or removed.
CREATE TABLE ledger_entry (
  entry_no INTEGER PRIMARY KEY,
  entry_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  effective_on TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  reverses TEXT
);

-- An entry is taken back once.
CREATE UNIQUE INDEX ledger_entry_reverses ON ledger_entry (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX ledger_entry_source ON ledger_entry (source);

-- Debits are positive, credits negative. effective_on is the entry's.
CREATE TABLE ledger_posting (
  entry_no BIGINT NOT NULL,
  line BIGINT NOT NULL,
  account TEXT NOT NULL,
  user_id TEXT,
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  effective_on TEXT NOT NULL,
  PRIMARY KEY (entry_no, line)
) WITHOUT ROWID;

CREATE INDEX ledger_posting_user ON ledger_posting (user_id, entry_no) WHERE user_id IS NOT NULL;

-- Holds all that a trial balance adds up, in the order of its groups.
CREATE INDEX ledger_posting_balance
ON ledger_posting (currency, account, effective_on, amount_minor);

-- only sqlite
CREATE TRIGGER ledger_entry_is_not_changed BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
-- only sqlite
CREATE TRIGGER ledger_entry_is_not_removed BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
-- only sqlite
CREATE TRIGGER ledger_posting_is_not_changed BEFORE UPDATE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;
-- only sqlite
CREATE TRIGGER ledger_posting_is_not_removed BEFORE DELETE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END;

-- The class of constraints (23), so that it counts as refused and is not tried again.
-- only postgresql
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append only' USING ERRCODE = '23000';
END $$;
-- only postgresql
CREATE TRIGGER ledger_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
-- only postgresql
CREATE TRIGGER ledger_posting_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
