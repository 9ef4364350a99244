-- Sessions that hold the fence: their transactions could still write.
SELECT DISTINCT l.pid, coalesce(a.usename, 'unknown') AS usename, coalesce(a.application_name, '') AS application_name
FROM pg_catalog.pg_locks AS l
LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'relation'
  AND l.relation = 'pgconvoy_ledger.migration'::pg_catalog.regclass
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND l.pid <> pg_catalog.pg_backend_pid()
