SELECT pg_catalog.concat(' taken ', pg_catalog.clock_timestamp(), ' by ', pg_catalog.pg_backend_pid())
