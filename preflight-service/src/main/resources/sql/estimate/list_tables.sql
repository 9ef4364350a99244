-- One row per table that holds rows. Sizes are asked of the files, each of which takes a short lock; or of the statistics,
-- where pgconvoy.exact_sizes is off and where there are very many tables.
WITH block AS (SELECT current_setting('block_size')::int8 AS bytes)
SELECT n.nspname, c.relname, c.reltuples::float8, c.relpages::int8 * block.bytes,
       CASE WHEN asked.exactly THEN pg_relation_size(c.oid) ELSE c.relpages::int8 * block.bytes END,
       coalesce(CASE WHEN asked.exactly THEN pg_relation_size(t.oid) ELSE t.relpages::int8 * block.bytes END, 0),
       coalesce(i.bytes, 0), coalesce(i.count, 0),
       (SELECT count(*) FROM pg_constraint AS f WHERE f.conrelid = c.oid AND f.contype = 'f')
FROM (SELECT coalesce(nullif(current_setting('pgconvoy.exact_sizes', true), ''), 'on')::boolean
             AND (SELECT count(*) < 20000 FROM pg_class WHERE relkind = 'r') AS exactly) AS asked
CROSS JOIN block
CROSS JOIN pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_class AS t ON t.oid = c.reltoastrelid
LEFT JOIN LATERAL (
    SELECT count(*), sum(CASE WHEN asked.exactly THEN pg_relation_size(x.oid)
                              ELSE x.relpages::int8 * block.bytes END)::int8 AS bytes
    FROM pg_index JOIN pg_class AS x ON x.oid = pg_index.indexrelid
    WHERE pg_index.indrelid = c.oid
) AS i ON true
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
