-- What each metric came to on each day; of a level, by how much it changed. The key reads
-- metric/currency/day, so that the days of one metric stand beside each other.
CREATE TABLE day_count (
  count_key TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
) WITHOUT ROWID;
