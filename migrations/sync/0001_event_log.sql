-- What every module's database holds: its event log, the positions of its followers, what they had
-- to park, and what its commands came to.

-- One row per event. A commit's last row, and no other, carries the log's chain and roots after it.
CREATE TABLE event_log (
  log_offset INTEGER PRIMARY KEY,
  epoch BIGINT NOT NULL,
  event_id TEXT NOT NULL,
  aggregate_type TEXT NOT NULL,
  aggregate_key TEXT NOT NULL,
  version BIGINT NOT NULL,
  removes BIGINT NOT NULL,
  type TEXT NOT NULL,
  schema_version BIGINT NOT NULL,
  occurred_at BIGINT NOT NULL,
  payload TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  causation_id TEXT NOT NULL,
  causation_depth BIGINT NOT NULL,
  traceparent TEXT NOT NULL,
  chain TEXT,
  roots TEXT
);

CREATE TABLE log_epoch (
  epoch BIGINT NOT NULL PRIMARY KEY,
  first_offset BIGINT NOT NULL,
  chain_before TEXT NOT NULL
) WITHOUT ROWID;

INSERT INTO log_epoch (epoch, first_offset, chain_before)
VALUES (1, 1, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE follower_position (
  follower TEXT NOT NULL PRIMARY KEY,
  epoch BIGINT NOT NULL,
  log_offset BIGINT NOT NULL,
  chain TEXT NOT NULL,
  roots TEXT NOT NULL,
  stopped TEXT NOT NULL,
  clean BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE parked_key (
  follower TEXT NOT NULL,
  aggregate_type TEXT NOT NULL,
  aggregate_key TEXT NOT NULL,
  first_offset BIGINT NOT NULL,
  applied_version BIGINT NOT NULL,
  source_version BIGINT NOT NULL,
  events BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  since BIGINT NOT NULL,
  retry_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  discarded BIGINT NOT NULL,
  PRIMARY KEY (follower, aggregate_type, aggregate_key)
) WITHOUT ROWID;

-- The events that wait for their key, as the source's log holds them.
CREATE TABLE parked_event (
  follower TEXT NOT NULL,
  aggregate_type TEXT NOT NULL,
  aggregate_key TEXT NOT NULL,
  log_offset BIGINT NOT NULL,
  event_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  removes BIGINT NOT NULL,
  type TEXT NOT NULL,
  schema_version BIGINT NOT NULL,
  occurred_at BIGINT NOT NULL,
  payload TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  causation_id TEXT NOT NULL,
  causation_depth BIGINT NOT NULL,
  traceparent TEXT NOT NULL,
  PRIMARY KEY (follower, aggregate_type, aggregate_key, log_offset)
);

-- Found by 8 bytes of the key's hash: an index on the whole of it costs half the write rate at two
-- million rows. The hash is compared after.
CREATE TABLE idempotency_record (
  record_no INTEGER PRIMARY KEY,
  key_prefix BIGINT NOT NULL,
  key_hash TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reply TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  log_offset BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL
);

CREATE INDEX idempotency_record_key_prefix ON idempotency_record (key_prefix);
