-- Where receivers are, and what their deliveries are signed with. event_types: words with spaces
-- between them.
CREATE TABLE endpoint (
  id TEXT NOT NULL PRIMARY KEY,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  event_types TEXT NOT NULL,
  status TEXT NOT NULL,
  disabled_reason TEXT NOT NULL,
  secret TEXT NOT NULL,
  previous_secret TEXT NOT NULL,
  previous_secret_until BIGINT,
  failing_since BIGINT,
  failed_last BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
) WITHOUT ROWID;

-- One row, "all": the ids of all endpoints, with spaces between them.
CREATE TABLE endpoint_register (
  name TEXT NOT NULL PRIMARY KEY,
  endpoint_ids TEXT NOT NULL
) WITHOUT ROWID;

-- One event on its way to one endpoint. status_code: 0 where there was no answer.
CREATE TABLE delivery (
  id TEXT NOT NULL PRIMARY KEY,
  endpoint_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  type TEXT NOT NULL,
  source_log TEXT NOT NULL,
  source_offset BIGINT NOT NULL,
  object TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  status TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_at BIGINT,
  status_code BIGINT NOT NULL,
  error TEXT NOT NULL,
  settled_at BIGINT
);
CREATE INDEX delivery_pending ON delivery (endpoint_id, next_at, id) WHERE status = 'pending';
CREATE INDEX delivery_settled ON delivery (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX delivery_of_endpoint ON delivery (endpoint_id, id);
CREATE INDEX delivery_of_endpoint_in_status ON delivery (endpoint_id, status, id);
CREATE INDEX delivery_of_status ON delivery (status, id);
