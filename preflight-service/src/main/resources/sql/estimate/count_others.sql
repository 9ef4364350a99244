-- What is not a table and is made on the target, and the large objects.
WITH ours AS (
    SELECT oid FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'pgconvoy_ledger')
)
SELECT (SELECT count(*) FROM pg_class WHERE relnamespace IN (SELECT oid FROM ours) AND relkind <> 'r' AND relkind <> 't')
       + (SELECT count(*) FROM pg_constraint WHERE connamespace IN (SELECT oid FROM ours))
       + (SELECT count(*) FROM pg_proc WHERE pronamespace IN (SELECT oid FROM ours)),
       (SELECT count(*) FROM pg_largeobject_metadata),
       (SELECT relpages::int8 * current_setting('block_size')::int8 FROM pg_class WHERE oid = 'pg_largeobject'::regclass)
