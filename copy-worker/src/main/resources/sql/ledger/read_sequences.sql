SELECT schema_name, sequence_name, last_value, called, increment, cycles, least, greatest
FROM pgconvoy_ledger.sequence
ORDER BY schema_name, sequence_name
