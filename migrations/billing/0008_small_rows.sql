-- expand
-- A customer's money that no invoice has taken yet, under "cus_...:eur".
CREATE TABLE customer_credit (
  customer_currency TEXT NOT NULL PRIMARY KEY,
  credit_minor BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE number_series (
  name TEXT NOT NULL PRIMARY KEY,
  next_no BIGINT NOT NULL
) WITHOUT ROWID;

-- One row: how far billing's time runs ahead of the wall clock.
CREATE TABLE clock_setting (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  ahead_ms BIGINT NOT NULL
) WITHOUT ROWID;
