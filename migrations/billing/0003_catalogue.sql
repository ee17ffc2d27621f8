-- expand
-- What is for sale. Entitlements stand in one text, separated by spaces.
CREATE TABLE product (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  entitlements TEXT NOT NULL,
  archived BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE price (
  id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  product_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  replaces TEXT,
  unit_amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  billing_interval TEXT NOT NULL,
  archived BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX price_product ON price (product_id, id);
