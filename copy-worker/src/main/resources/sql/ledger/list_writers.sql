-- Sessions that hold the fence: their transactions could still write.
SELECT l.pid
FROM pg_catalog.pg_locks AS l
WHERE l.locktype = 'relation'
  AND l.relation = 'pgconvoy_ledger.migration'::pg_catalog.regclass
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND l.pid <> pg_catalog.pg_backend_pid()
