-- What holds rows: tables, partitioned tables with all their partitions, materialized views that are filled. Floating
-- point numbers are compared by their bits, because servers before 12 write them otherwise.
SELECT c.oid::pg_catalog.regclass::text AS name,
    (SELECT coalesce(string_agg(CASE WHEN a.atttypid IN (700, 701) THEN format('float8send(%I::float8)', a.attname)
        ELSE quote_ident(a.attname) END, ', ' ORDER BY a.attname::text COLLATE "C"), '')
     FROM pg_catalog.pg_attribute AS a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    c.relkind = 'p' AS with_children
FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm')
    AND (c.relkind <> 'm' OR c.relispopulated)
    AND NOT coalesce((to_jsonb(c) ->> 'relispartition')::boolean, false)
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname !~ '^pg_(toast|temp)'
ORDER BY 1
