-- Values that are none of their type, or not of its length: they got there past the type (a changed catalog, a cast
-- without a function, a damaged page), and the source cannot write them, or the target does not read them. Only functions
-- of the system are asked. What a version of the system reads only in part (XML before 12) is not asked.
SELECT 'VALUE' AS kind, n.nspname, c.relname, a.attname AS name, asked.bad, NULL::bytea AS bytes, false AS calls_users
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
CROSS JOIN LATERAL (
    SELECT ((a.atttypmod - 4) >> 16) & 65535 AS digits, (((a.atttypmod - 4) & 2047) # 1024) - 1024 AS scale
) AS number
CROSS JOIN LATERAL (
    SELECT pg_catalog.format(
        CASE
            WHEN t.oid = 114 THEN 'pg_catalog.json_in(pg_catalog.json_out(%1$I)) IS NULL AND %1$I IS NOT NULL'
            WHEN t.oid = 142 AND pg_catalog.current_setting('server_version_num')::int >= 120000
                THEN 'pg_catalog.xml_in(pg_catalog.xml_out(%1$I)) IS NULL AND %1$I IS NOT NULL'
            WHEN t.oid = 1082
                THEN '(%1$I < ''4714-11-24 BC'' OR %1$I > ''5874897-12-31'') AND %1$I NOT IN (''infinity'', ''-infinity'')'
            WHEN t.oid = 1114
                THEN '(%1$I < ''4714-11-24 00:00:00 BC'' OR %1$I > ''294276-12-31 23:59:59.999999'') AND %1$I NOT IN (''infinity'', ''-infinity'')'
            WHEN t.oid = 1184
                THEN '(%1$I < ''4714-11-24 00:00:00+00 BC'' OR %1$I > ''294276-12-31 23:59:59.999999+00'') AND %1$I NOT IN (''infinity'', ''-infinity'')'
            WHEN t.oid = 1042 AND a.atttypmod > 4 THEN 'pg_catalog.char_length(%1$I) > %2$s'
            WHEN t.oid = 1043 AND a.atttypmod > 4 THEN 'pg_catalog.char_length(pg_catalog.rtrim(%1$I::text)) > %2$s'
            WHEN t.oid = 1700 AND a.atttypmod > 4
                THEN '(pg_catalog.scale(%1$I) > %3$s OR pg_catalog.abs(%1$I) >= ''1e%4$s'') AND %1$I <> ''NaN'''
            WHEN t.typtype = 'e' THEN 'pg_catalog.enum_out(%1$I) IS NULL AND %1$I IS NOT NULL'
        END,
        a.attname, a.atttypmod - 4, greatest(number.scale, 0), number.digits - number.scale)
) AS asked (bad)
WHERE asked.bad <> '' AND a.attnum > 0 AND NOT a.attisdropped
  AND c.relkind = 'r' AND c.relpersistence <> 't' AND c.oid >= 16384
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 2, 3, 4
