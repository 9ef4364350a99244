SELECT pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype
FROM pg_catalog.pg_database
WHERE datname = pg_catalog.current_database()
