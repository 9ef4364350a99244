-- Settings of roles in all databases; those of one database come with that database.
SELECT r.rolname, setting
FROM pg_catalog.pg_db_role_setting AS s
JOIN pg_catalog.pg_roles AS r ON r.oid = s.setrole
CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) WITH ORDINALITY AS u (setting, number)
WHERE s.setdatabase = 0
ORDER BY r.rolname, u.number
