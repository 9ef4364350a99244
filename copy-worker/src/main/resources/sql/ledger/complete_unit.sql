UPDATE pgconvoy.unit
SET rows = ?, bytes = ?, millis = ?, target_rows = ?, source_checksum = ?, target_checksum = ?,
    done_at = pg_catalog.clock_timestamp()
WHERE unit = ?
