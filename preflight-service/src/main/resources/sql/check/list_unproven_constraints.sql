-- Constraints that the source does not hold its rows to: those that are not valid, and foreign keys of which triggers
-- are disabled.
WITH users AS (
    SELECT n.oid FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
)
SELECT CASE WHEN c.convalidated THEN 'DISABLED' ELSE 'NOT_VALID' END AS kind,
       coalesce(t.relname, d.typname) AS holder,
       n.nspname,
       c.conname,
       c.contypid <> 0 AS of_domain
FROM pg_catalog.pg_constraint AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.conrelid
LEFT JOIN pg_catalog.pg_type AS d ON d.oid = c.contypid
WHERE n.oid IN (SELECT oid FROM users)
  AND (NOT c.convalidated
       OR c.contype = 'f'
          AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g
                      WHERE g.tgconstraint = c.oid AND g.tgisinternal AND g.tgenabled = 'D'))
ORDER BY 1, 3, 2, 4
