SELECT pg_catalog.concat('database ', oid, ' ', datname)
FROM pg_catalog.pg_database
WHERE datname = pg_catalog.current_database()
