UPDATE pgconvoy_ledger.unit AS u
SET rows = done.rows, bytes = done.bytes, millis = done.millis, target_rows = done.target_rows,
    source_checksum = done.source_checksum, target_checksum = done.target_checksum, notes = done.notes,
    done_at = pg_catalog.clock_timestamp()
FROM ROWS FROM (
    unnest(?::text[]), unnest(?::int8[]), unnest(?::int8[]), unnest(?::int8[]), unnest(?::int8[]),
    unnest(?::text[]), unnest(?::text[]), unnest(?::text[])
) AS done (unit, rows, bytes, millis, target_rows, source_checksum, target_checksum, notes)
WHERE u.unit = done.unit
