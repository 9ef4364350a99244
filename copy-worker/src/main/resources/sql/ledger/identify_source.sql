SELECT pg_catalog.concat('system ', c.system_identifier, ' database ', d.oid, ' ', d.datname)
FROM pg_catalog.pg_control_system() AS c
CROSS JOIN pg_catalog.pg_database AS d
WHERE d.datname = pg_catalog.current_database()
