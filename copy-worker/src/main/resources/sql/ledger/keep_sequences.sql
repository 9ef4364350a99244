INSERT INTO pgconvoy_ledger.sequence (schema_name, sequence_name, last_value, called, increment, cycles, least, greatest)
SELECT *
FROM ROWS FROM (
    pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::bigint[]),
    pg_catalog.unnest(?::boolean[]), pg_catalog.unnest(?::bigint[]), pg_catalog.unnest(?::boolean[]),
    pg_catalog.unnest(?::bigint[]), pg_catalog.unnest(?::bigint[]))
