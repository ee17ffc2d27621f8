-- expand
-- Money that a person told of, by its invoice and the reference they gave: told of once.
-- invoice_reference is "in_...:<reference>".
CREATE TABLE payment_reference (
  invoice_reference TEXT NOT NULL PRIMARY KEY,
  payment_id TEXT NOT NULL
) WITHOUT ROWID;

-- Where one was told of twice before, the first has it.
INSERT INTO payment_reference (invoice_reference, payment_id)
SELECT invoice_id || ':' || reference, MIN(id) FROM payment
WHERE kind = 'external' AND reference <> '' GROUP BY invoice_id, reference;
