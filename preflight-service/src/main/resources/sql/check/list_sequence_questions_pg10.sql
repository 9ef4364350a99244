-- Sequences whose position is outside of their own bounds (a changed catalog): the target refuses it. Only those are
-- listed. A sequence that is not permanent may not be read on a standby.
SELECT 'VALUE' AS kind, n.nspname, c.relname, 'last_value' AS name,
       pg_catalog.format('last_value NOT BETWEEN %s AND %s', s.seqmin, s.seqmax) AS bad, NULL::bytea AS bytes,
       false AS calls_users
FROM pg_catalog.pg_sequence AS s
JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  AND CASE WHEN c.relpersistence = 'p' AND pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
           THEN pg_catalog.pg_sequence_last_value(c.oid) NOT BETWEEN s.seqmin AND s.seqmax ELSE false END
ORDER BY 2, 3
