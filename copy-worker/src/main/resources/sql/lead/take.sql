-- Begins an epoch that is higher than that of the row, if there is one. No row when another request has this id, or when
-- the row has this epoch or a higher one.
INSERT INTO pgconvoy_lead.migration AS m (id, request_hash, epoch, attempt)
VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE
SET epoch = excluded.epoch, attempt = excluded.attempt, taken_at = pg_catalog.clock_timestamp()
WHERE m.request_hash = excluded.request_hash AND m.epoch < excluded.epoch
RETURNING epoch
