-- expand
-- Where this store came from and where it went: at most one row each way. What is being moved in is
-- not whole yet; what moves out, or has, is written by nobody any more.
CREATE TABLE store_move (
  direction TEXT NOT NULL PRIMARY KEY,
  move_id TEXT NOT NULL,
  peer TEXT NOT NULL,
  state TEXT NOT NULL,
  changed_at BIGINT NOT NULL
) WITHOUT ROWID;
