-- expand
-- The user module's copy of billing's subscriptions: who is entitled to what. Entitlements stand in
-- one text, separated by spaces.
CREATE TABLE subscription_replica (
  subscription_id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  user_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  status TEXT NOT NULL,
  entitled BIGINT NOT NULL,
  entitlements TEXT NOT NULL,
  current_period_end TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX subscription_replica_user ON subscription_replica (user_id, subscription_id);
