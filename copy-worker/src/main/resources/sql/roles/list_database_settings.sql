-- Settings of roles in some databases.
SELECT r.rolname, d.datname, u.setting
FROM pg_catalog.pg_db_role_setting AS s
JOIN pg_catalog.pg_roles AS r ON r.oid = s.setrole
JOIN pg_catalog.pg_database AS d ON d.oid = s.setdatabase
CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) WITH ORDINALITY AS u (setting, number)
WHERE d.datname = ANY (?)
ORDER BY d.datname, r.rolname, u.number
