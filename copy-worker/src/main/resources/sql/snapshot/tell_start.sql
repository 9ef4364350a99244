SELECT pg_catalog.concat('started ', pg_catalog.pg_postmaster_start_time(), ' ')
