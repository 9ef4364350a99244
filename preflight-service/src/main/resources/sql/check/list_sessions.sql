-- Sessions of others in databases of this server, and workers that apply changes of another one. Who may not read the statistics of others sees no address (`?`).
SELECT a.datname,
       a.pid,
       coalesce(a.backend_start::text, '') AS began,
       coalesce(a.usename, '') AS usename,
       coalesce(a.application_name, '') AS application,
       CASE WHEN a.client_port IS NULL THEN '?' ELSE coalesce(pg_catalog.host(a.client_addr), '') END AS client
FROM pg_catalog.pg_stat_activity AS a
WHERE a.pid <> pg_catalog.pg_backend_pid()
  AND a.datname IS NOT NULL
  AND a.usename IS NOT NULL
  AND (coalesce(pg_catalog.to_jsonb(a) ->> 'backend_type', 'client backend') = 'client backend'
       OR pg_catalog.to_jsonb(a) ->> 'backend_type' LIKE 'logical replication%worker')
  AND coalesce(a.query, '') NOT LIKE 'autovacuum:%'
  AND coalesce(a.application_name, '') NOT LIKE 'pgconvoy%'
ORDER BY a.datname, a.pid
