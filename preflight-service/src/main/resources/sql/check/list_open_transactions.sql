-- Transactions of others that are open in some database. Who may not read the statistics of others does not see since
-- when; pg_locks tells everybody which ones have written.
SELECT a.datname,
       a.pid,
       coalesce(a.usename, '') AS usename,
       coalesce(a.application_name, '') AS application,
       coalesce(pg_catalog.host(a.client_addr), '') AS client,
       coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::bigint, -1) AS seconds,
       EXISTS (SELECT FROM pg_catalog.pg_locks AS l
               WHERE l.pid = a.pid AND l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted) AS wrote
FROM pg_catalog.pg_stat_activity AS a
WHERE a.pid <> pg_catalog.pg_backend_pid()
  AND a.datname IS NOT NULL
  AND a.usename IS NOT NULL
  AND a.xact_start IS NOT NULL
  AND coalesce(pg_catalog.to_jsonb(a) ->> 'backend_type', 'client backend') = 'client backend'
  AND coalesce(a.query, '') NOT LIKE 'autovacuum:%'
  AND coalesce(a.application_name, '') NOT LIKE 'pgconvoy %'
ORDER BY a.xact_start, a.pid
