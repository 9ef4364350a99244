-- Begins an epoch: the first one, or the one after that of the row. No row when another request has this id, or when
-- the epoch is another one than was read under the lock.
INSERT INTO pgconvoy_lead.migration AS m (id, request_hash, epoch, attempt)
VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE
SET epoch = excluded.epoch, attempt = excluded.attempt, taken_at = pg_catalog.clock_timestamp()
WHERE m.request_hash = excluded.request_hash AND m.epoch = excluded.epoch - 1
RETURNING epoch
