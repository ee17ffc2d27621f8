-- The simulated gateway's book: one row for each question it was asked, never changed. What it
-- knows of a reference is what its rows say together.
CREATE TABLE gateway_record (
  record_no INTEGER PRIMARY KEY,
  reference TEXT NOT NULL,
  call TEXT NOT NULL,
  invoice TEXT NOT NULL,
  method TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  code TEXT NOT NULL,
  captures BIGINT NOT NULL,
  repeats BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL
);

CREATE INDEX gateway_record_reference ON gateway_record (reference);

-- Money that was taken, by what it was taken for.
CREATE INDEX gateway_record_captured ON gateway_record (invoice) WHERE captures <> 0;

CREATE INDEX gateway_record_invoice ON gateway_record (invoice, reference);

CREATE INDEX gateway_record_declined ON gateway_record (method) WHERE outcome = 'declined';
