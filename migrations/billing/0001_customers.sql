-- Billing's customers: its copy of the users, and what it knows of them itself. Neither refers to
-- the other: events of different users arrive in any order.
CREATE TABLE user_replica (
  user_id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  email TEXT NOT NULL,
  display_name TEXT NOT NULL,
  status TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE billing_profile (
  user_id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  currency TEXT NOT NULL,
  tax_id TEXT
) WITHOUT ROWID;
