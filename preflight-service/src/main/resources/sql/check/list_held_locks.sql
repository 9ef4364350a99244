-- Locks for which reading has to wait, and who holds them; prepared transactions have no process. Autovacuum's go by
-- themselves.
SELECT l.relation::pg_catalog.regclass::text AS relation,
       coalesce(l.pid, 0) AS pid,
       coalesce(a.usename, '') AS usename,
       coalesce(a.application_name, '') AS application
FROM pg_catalog.pg_locks AS l
LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'relation'
  AND l.mode = 'AccessExclusiveLock'
  AND l.granted
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND EXISTS (SELECT FROM pg_catalog.pg_class AS c
              WHERE c.oid = l.relation AND c.relkind IN ('r', 'p', 'S', 'm', 'v') AND c.relpersistence <> 't')
  AND coalesce(pg_catalog.to_jsonb(a) ->> 'backend_type', 'client backend') <> 'autovacuum worker'
  AND coalesce(a.query, '') NOT LIKE 'autovacuum:%'
  AND coalesce(a.application_name, '') NOT LIKE 'pgconvoy %'
ORDER BY 1, 2
