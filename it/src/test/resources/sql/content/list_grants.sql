SELECT 'database' FROM pg_database WHERE datname = current_database() AND datacl IS NOT NULL
UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 'shop' AND nspacl IS NOT NULL
UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'shop'::regnamespace AND relacl IS NOT NULL
UNION ALL SELECT attname FROM pg_attribute WHERE attrelid = 'shop.orders'::regclass AND attacl IS NOT NULL
UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'shop'::regnamespace AND proacl IS NOT NULL
UNION ALL SELECT 'default' FROM pg_default_acl
UNION ALL SELECT 'large object' FROM pg_largeobject_metadata WHERE lomacl IS NOT NULL
