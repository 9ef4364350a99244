-- Holds the fence until the transaction ends. The marker comes before the work: a twin that does the same unit waits
-- here, then finds it done.
WITH held AS (
    SELECT epoch FROM pgconvoy_ledger.migration WHERE id = ? AND request_hash = ? AND epoch = ? FOR SHARE
), marked AS (
    INSERT INTO pgconvoy_ledger.unit (unit, epoch)
    SELECT wanted.unit, held.epoch
    FROM held
    CROSS JOIN pg_catalog.unnest(?::text[]) AS wanted (unit)
    ORDER BY wanted.unit COLLATE "C"
    ON CONFLICT (unit) DO NOTHING
    RETURNING unit
)
SELECT unit FROM marked
UNION ALL
SELECT NULL FROM held
