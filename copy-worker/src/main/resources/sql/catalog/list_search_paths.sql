-- The search paths of this database's sessions: those of the owners of the most relations first, then the database's.
WITH owners AS (
    SELECT relowner AS role, pg_catalog.count(*) AS relations
    FROM pg_catalog.pg_class
    WHERE oid >= 16384
    GROUP BY relowner
    UNION ALL
    SELECT 0, 0
), settings AS (
    SELECT s.setrole, s.setdatabase, pg_catalog.substr(c.setting, pg_catalog.length('search_path=') + 1) AS path
    FROM pg_catalog.pg_db_role_setting AS s
    CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c (setting)
    WHERE pg_catalog.split_part(c.setting, '=', 1) = 'search_path'
      AND s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
)
SELECT coalesce(r.rolname, '') AS role,
       coalesce((SELECT path FROM settings WHERE setrole = owners.role AND setrole <> 0 AND setdatabase <> 0),
                (SELECT path FROM settings WHERE setrole = owners.role AND setrole <> 0 AND setdatabase = 0),
                (SELECT path FROM settings WHERE setrole = 0 AND setdatabase <> 0),
                (SELECT path FROM settings WHERE setrole = 0 AND setdatabase = 0),
                (SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'search_path')) AS path
FROM owners
LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = owners.role
ORDER BY owners.relations DESC, r.rolname
