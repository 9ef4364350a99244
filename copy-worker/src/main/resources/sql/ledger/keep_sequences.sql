INSERT INTO pgconvoy_ledger.sequence (schema_name, sequence_name, last_value, called, increment, cycles, least, greatest)
SELECT * FROM pg_catalog.unnest(?::text[], ?::text[], ?::bigint[], ?::boolean[], ?::bigint[], ?::boolean[], ?::bigint[], ?::bigint[])
ON CONFLICT (schema_name, sequence_name) DO UPDATE
SET last_value = excluded.last_value, called = excluded.called, increment = excluded.increment,
    cycles = excluded.cycles, least = excluded.least, greatest = excluded.greatest
