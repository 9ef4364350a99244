-- The marker comes first: a twin that does the same unit waits here, then finds it done.
INSERT INTO pgconvoy.unit (unit, epoch)
SELECT unit, ?
FROM pg_catalog.unnest(?::text[]) AS unit
ORDER BY unit COLLATE "C"
ON CONFLICT (unit) DO NOTHING
RETURNING unit
