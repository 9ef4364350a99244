SELECT 'owner ' || datdba::regrole FROM pg_database WHERE datname = current_database()
UNION ALL SELECT 'limit ' || datconnlimit FROM pg_database WHERE datname = current_database()
UNION ALL SELECT 'locale ' || datcollate || ' ' || datctype || ' ' || datlocprovider::text || ' ' || pg_encoding_to_char(encoding)
          FROM pg_database WHERE datname = current_database()
UNION ALL SELECT 'comment ' || shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()
-- Without any grants the default ones hold.
UNION ALL SELECT 'grant ' || a::text FROM pg_database, unnest(coalesce(datacl, acldefault('d', datdba))) AS a WHERE datname = current_database()
UNION ALL SELECT 'setting ' || setrole::regrole || ' ' || array_remove(setconfig, 'default_transaction_read_only=on')::text FROM pg_db_role_setting
          WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY 1
