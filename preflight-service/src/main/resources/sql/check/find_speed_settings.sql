-- What decides how fast a server takes rows, in bytes and seconds.
SELECT (SELECT setting::bigint * CASE unit WHEN 'MB' THEN 1048576 WHEN '16MB' THEN 16777216 ELSE 1 END
        FROM pg_catalog.pg_settings WHERE name = 'max_wal_size') AS wal,
       (SELECT setting::int FROM pg_catalog.pg_settings WHERE name = 'checkpoint_timeout') AS checkpoint_seconds,
       (SELECT setting::bigint * pg_catalog.current_setting('block_size')::bigint
        FROM pg_catalog.pg_settings WHERE name = 'shared_buffers') AS buffers
