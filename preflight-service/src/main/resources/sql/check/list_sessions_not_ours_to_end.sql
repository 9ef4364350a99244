-- Sessions that this user may not end.
SELECT s.datname,
       s.pid,
       s.usename,
       coalesce(s.application_name, '') AS application,
       r.rolsuper AS of_superuser
FROM pg_catalog.pg_stat_activity AS s
JOIN pg_catalog.pg_roles AS r ON r.oid = s.usesysid
CROSS JOIN pg_catalog.pg_roles AS me
WHERE me.rolname = current_user
  AND NOT me.rolsuper
  AND s.pid <> pg_catalog.pg_backend_pid()
  AND s.datname IS NOT NULL
  AND (r.rolsuper
       OR NOT (pg_catalog.pg_has_role(r.oid, 'USAGE') OR pg_catalog.pg_has_role('pg_signal_backend', 'USAGE')))
ORDER BY s.datname, s.usename, s.pid
