SELECT unit, rows, bytes, millis, target_rows, source_checksum, target_checksum, notes, done_at
FROM pgconvoy_ledger.unit
WHERE unit = ANY (?::text[])
