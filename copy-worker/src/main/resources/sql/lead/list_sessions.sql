-- Sessions of a migration on this server, by the names that SessionName gives them, up to an epoch, but for the caller's.
SELECT a.pid, a.application_name, coalesce(a.usename, 'unknown') AS usename, coalesce(a.datname, '') AS datname
FROM pg_catalog.pg_stat_activity AS a
CROSS JOIN LATERAL pg_catalog.regexp_matches(a.application_name, '^pgconvoy [a-z_]+ ([0-9a-f]+) e([0-9]{1,10})$') AS named (part)
WHERE named.part[1] = ?
  AND named.part[2]::bigint <= ?
  AND a.pid <> pg_catalog.pg_backend_pid()
