-- How many rows were written to each table since the counters began.
SELECT schemaname, relname, n_tup_ins + n_tup_upd + n_tup_del AS written
FROM pg_catalog.pg_stat_user_tables
