SELECT DISTINCT owner::regrole::text
FROM (
    SELECT datdba FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT nspowner FROM pg_namespace WHERE nspname = 'shop'
    UNION ALL SELECT relowner FROM pg_class WHERE relnamespace = 'shop'::regnamespace
    UNION ALL SELECT typowner FROM pg_type WHERE typnamespace = 'shop'::regnamespace
    UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = 'shop'::regnamespace
    UNION ALL SELECT stxowner FROM pg_statistic_ext WHERE stxnamespace = 'shop'::regnamespace
    UNION ALL SELECT lomowner FROM pg_largeobject_metadata
) AS owned (owner)
