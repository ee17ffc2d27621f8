-- expand
-- Days are texts, "2026-02-28", in the subscription's own time zone.
CREATE TABLE subscription (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  user_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  price_id TEXT NOT NULL,
  unit_amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  billing_interval TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  entitlements TEXT NOT NULL,
  status TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  anchor TEXT NOT NULL,
  period_no BIGINT NOT NULL,
  period_start TEXT NOT NULL,
  period_end TEXT NOT NULL,
  trial_end TEXT,
  cancel_at_period_end BIGINT NOT NULL,
  canceled_at BIGINT,
  ended_at BIGINT,
  end_reason TEXT NOT NULL,
  paused_from TEXT,
  latest_invoice_id TEXT,
  due_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE INDEX subscription_user ON subscription (user_id, id);
CREATE INDEX subscription_due ON subscription (due_at, id) WHERE due_at IS NOT NULL;

-- For lists of the few; an active one costs it nothing.
CREATE INDEX subscription_not_active ON subscription (status, id) WHERE status <> 'active';
