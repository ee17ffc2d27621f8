-- expand
-- Each try to get an invoice's money. method is the gateway's token, never a card's number.
CREATE TABLE payment (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  invoice_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  kind TEXT NOT NULL,
  method TEXT NOT NULL,
  reference TEXT NOT NULL,
  status TEXT NOT NULL,
  failure TEXT NOT NULL,
  lookups BIGINT NOT NULL,
  next_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX payment_invoice ON payment (invoice_id);
CREATE INDEX payment_due ON payment (next_at, id) WHERE next_at IS NOT NULL;

-- For lists of the few.
CREATE INDEX payment_not_succeeded ON payment (status, id) WHERE status <> 'succeeded';
