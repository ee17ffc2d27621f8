-- The user module's own aggregates, and its copy of billing's facts.

-- email is as its owner writes it, email_normal the form in which it is unique.
CREATE TABLE app_user (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_normal TEXT NOT NULL,
  display_name TEXT NOT NULL,
  locale TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  metadata TEXT NOT NULL,
  status TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX app_user_email_normal ON app_user (email_normal);

-- For lists of the few; an active user costs it nothing.
CREATE INDEX app_user_inactive ON app_user (id) WHERE status = 'inactive';

-- The secret is never stored: only its hash. Scopes stand in one text, separated by spaces.
CREATE TABLE api_key (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT
) WITHOUT ROWID;

CREATE TABLE billing_replica (
  user_id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  currency TEXT NOT NULL
) WITHOUT ROWID;
