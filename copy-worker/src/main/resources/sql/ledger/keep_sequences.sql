INSERT INTO pgconvoy_ledger.sequence (schema_name, sequence_name, last_value, called, increment, cycles, least, greatest)
SELECT * FROM pg_catalog.unnest(?::text[], ?::text[], ?::bigint[], ?::boolean[], ?::bigint[], ?::boolean[], ?::bigint[], ?::bigint[])
