-- What ends a long read or a large sort of this session. Not every version has each setting.
WITH setting AS (
    SELECT name, setting::bigint AS value
    FROM pg_catalog.pg_settings
    WHERE name IN ('temp_file_limit', 'old_snapshot_threshold', 'max_standby_streaming_delay',
                   'max_standby_archive_delay')
)
SELECT coalesce((SELECT value FROM setting WHERE name = 'temp_file_limit'), -1) AS sort_space,
       coalesce((SELECT value FROM setting WHERE name = 'old_snapshot_threshold'), -1) AS snapshot_age,
       CASE WHEN pg_catalog.pg_is_in_recovery()
            THEN coalesce((SELECT pg_catalog.min(value) FILTER (WHERE value >= 0) / 1000 FROM setting
                           WHERE name LIKE 'max_standby_%'), -1)
            ELSE -1 END AS conflict_seconds
