SELECT unit, rows, bytes, millis, target_rows, source_checksum, target_checksum, notes
FROM pgconvoy.unit
WHERE unit = ANY (?::text[])
