INSERT INTO pgconvoy_ledger.sequence (schema_name, sequence_name, last_value, called, increment, cycles, least, greatest)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
