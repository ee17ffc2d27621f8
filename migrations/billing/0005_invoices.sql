-- expand
-- lines and bill_to are JSON: they are read and written whole. A number is also kept as its series
-- and its place there, which are unique.
CREATE TABLE invoice (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  user_id TEXT NOT NULL,
  subscription_id TEXT,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  currency TEXT NOT NULL,
  period_start TEXT NOT NULL,
  period_end TEXT NOT NULL,
  lines TEXT NOT NULL,
  total_minor BIGINT NOT NULL,
  credit_applied_minor BIGINT NOT NULL,
  amount_paid_minor BIGINT NOT NULL,
  finalize_at BIGINT,
  series TEXT,
  series_no BIGINT,
  bill_to TEXT,
  issued_at BIGINT,
  due_at BIGINT,
  paid_at BIGINT,
  closed_at BIGINT,
  payment_id TEXT,
  attempts BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX invoice_number ON invoice (series, series_no) WHERE series_no IS NOT NULL;
CREATE INDEX invoice_user ON invoice (user_id, id);
CREATE INDEX invoice_to_finalize ON invoice (finalize_at, id) WHERE finalize_at IS NOT NULL;

-- For lists of the few; a paid one costs it nothing.
CREATE INDEX invoice_not_paid ON invoice (status, id) WHERE status <> 'paid';

-- How issued invoices are earned. next_on is the first day that is not, nothing once all are.
CREATE TABLE revenue_schedule (
  invoice_id TEXT NOT NULL PRIMARY KEY,
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  period_start TEXT NOT NULL,
  period_end TEXT NOT NULL,
  recognized_minor BIGINT NOT NULL,
  next_on TEXT
) WITHOUT ROWID;

-- The first says when there is something to earn; the second lists it in order of id, and holds
-- only what is not earned yet.
CREATE INDEX revenue_schedule_next ON revenue_schedule (next_on) WHERE next_on IS NOT NULL;
CREATE INDEX revenue_schedule_open ON revenue_schedule (invoice_id, next_on)
WHERE next_on IS NOT NULL;
