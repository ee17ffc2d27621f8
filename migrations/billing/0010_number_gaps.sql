-- expand
-- Numbers of a series that will never be given, and why: after a restore they may stand on invoices
-- that are lost.
CREATE TABLE number_gap (
  series TEXT NOT NULL,
  first_no BIGINT NOT NULL,
  last_no BIGINT NOT NULL,
  reason TEXT NOT NULL,
  noted_at BIGINT NOT NULL,
  PRIMARY KEY (series, first_no)
) WITHOUT ROWID;
