-- What a customer is charged with and written to, and the time zone that a customer's days are
-- counted in.
ALTER TABLE billing_profile ADD COLUMN address TEXT;
ALTER TABLE billing_profile ADD COLUMN payment_method TEXT NOT NULL DEFAULT '';

-- The copy of the users lacks a field that their events have said all along, and which it did not
-- keep. Only the log of the user module can fill it in, so the copy begins anew: without rows,
-- position and parked keys its follower is as at the first start, and reads that log from offset 1.
DROP TABLE user_replica;
CREATE TABLE user_replica (
  user_id TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  email TEXT NOT NULL,
  display_name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  status TEXT NOT NULL
) WITHOUT ROWID;

DELETE FROM parked_event
WHERE follower IN ('billing-follows-user', 'billing-follows-user/trying');
DELETE FROM parked_key
WHERE follower IN ('billing-follows-user', 'billing-follows-user/trying');
DELETE FROM follower_position WHERE follower = 'billing-follows-user';
