-- How many more connections this user may open, by each limit that there is, besides the sessions of the checks.
-- Superusers have no limit but the server's.
WITH session AS (
    SELECT a.datname, a.usename
    FROM pg_catalog.pg_stat_activity AS a
    WHERE coalesce(pg_catalog.to_jsonb(a) ->> 'backend_type', 'client backend') = 'client backend'
      AND coalesce(a.application_name, '') <> 'pgconvoy preflight'
), me AS (
    SELECT rolname, rolsuper, rolconnlimit FROM pg_catalog.pg_roles WHERE rolname = current_user
), reserved AS (
    SELECT coalesce(pg_catalog.sum(setting::int), 0)::int AS connections
    FROM pg_catalog.pg_settings
    WHERE name IN ('superuser_reserved_connections', 'reserved_connections')
)
SELECT 'SERVER' AS kind, '' AS name,
       pg_catalog.current_setting('max_connections')::int - CASE WHEN me.rolsuper THEN 0 ELSE reserved.connections END
       - (SELECT pg_catalog.count(*)::int FROM session) AS connections
FROM me, reserved
UNION ALL
SELECT 'ROLE', me.rolname,
       me.rolconnlimit - (SELECT pg_catalog.count(*)::int FROM session WHERE usename = me.rolname)
FROM me
WHERE NOT me.rolsuper AND me.rolconnlimit >= 0
UNION ALL
SELECT 'DATABASE', d.datname,
       d.datconnlimit - (SELECT pg_catalog.count(*)::int FROM session WHERE session.datname = d.datname)
FROM me, pg_catalog.pg_database AS d
WHERE NOT me.rolsuper AND d.datconnlimit >= 0
ORDER BY 1 DESC, 2
