-- What index builds and checks of foreign keys may use, after what the server has: a quarter of its shared buffers up to
-- 1 GB of memory, and half of its parallel workers up to four, never less than it gives by itself; statements for
-- tables of a moderate size take less memory (WorkMemory). Values that columns leave to the server's default are
-- compressed by LZ4 where it knows that: it costs a fraction of the time of pglz. What checks and indexes call may read
-- views, as it may in any session.
WITH parameter AS (
    SELECT name, setting, enumvals
    FROM pg_catalog.pg_settings
    WHERE name IN ('maintenance_work_mem', 'shared_buffers', 'max_parallel_maintenance_workers', 'max_parallel_workers',
                   'default_toast_compression', 'restrict_nonsystem_relation_kind')
)
SELECT pg_catalog.set_config(wanted.name, wanted.value, false)
FROM (
    SELECT name, pg_catalog.concat(greatest(setting::bigint, least(1048576, (
               SELECT setting::bigint * 2 FROM parameter WHERE name = 'shared_buffers'))), 'kB') AS value
    FROM parameter
    WHERE name = 'maintenance_work_mem'
    UNION ALL
    SELECT name,
           greatest(setting::bigint, least(4, (
               SELECT setting::bigint / 2 FROM parameter WHERE name = 'max_parallel_workers')))::text
    FROM parameter
    WHERE name = 'max_parallel_maintenance_workers'
    UNION ALL
    SELECT name, 'lz4'
    FROM parameter
    WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
    UNION ALL
    SELECT name, ''
    FROM parameter
    WHERE name = 'restrict_nonsystem_relation_kind'
) AS wanted
