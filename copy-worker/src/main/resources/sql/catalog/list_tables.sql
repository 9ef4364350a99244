-- Tables whose rows are ours to copy, with the bytes COPY has to read: heap and TOAST. Of the tables of extensions only
-- those that the extension names as configuration, with its condition.
SELECT n.nspname,
       c.relname,
       pg_catalog.pg_table_size(c.oid) AS bytes,
       pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::bigint AS pages,
       columns.names,
       columns.types,
       coalesce(configuration.condition, '') AS condition,
       c.relpersistence = 'u' AS unlogged
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
    SELECT pg_catalog.array_agg(a.attname::text ORDER BY a.attnum) AS names,
           pg_catalog.array_agg(a.atttypid::int8 ORDER BY a.attnum) AS types
    FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = c.oid
      AND a.attnum > 0
      AND NOT a.attisdropped
      AND coalesce(pg_catalog.to_jsonb(a) ->> 'attgenerated', '') = ''
) AS columns ON true
LEFT JOIN (
    SELECT config.oid, e.extcondition[config.number] AS condition
    FROM pg_catalog.pg_extension AS e
    CROSS JOIN LATERAL pg_catalog.unnest(e.extconfig) WITH ORDINALITY AS config (oid, number)
) AS configuration ON configuration.oid = c.oid
WHERE c.relkind = 'r'
  AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pgconvoy_ledger')
  AND n.nspname !~ '^pg_'
  AND (configuration.oid IS NOT NULL OR NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend AS d
      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'))
ORDER BY bytes DESC, n.nspname, c.relname
