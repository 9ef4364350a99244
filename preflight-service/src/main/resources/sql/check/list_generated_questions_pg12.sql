-- Stored columns that the target computes anew by code of users, which may have changed since the source did: a
-- condition that is true for a row whose value would be another one. It is told and never asked. Conditions come as
-- bytes where some may be no text in UTF-8.
SELECT 'GENERATED' AS kind, n.nspname, c.relname, a.attname AS name,
       CASE WHEN encoding.is_of_text THEN words.bad END AS bad, pg_catalog.convert_to(words.bad, encoding.name),
       true AS calls_users
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = 's'
JOIN pg_catalog.pg_attrdef AS e ON e.adrelid = c.oid AND e.adnum = a.attnum
CROSS JOIN LATERAL (
    SELECT pg_catalog.format('(%s) IS DISTINCT FROM %I', pg_catalog.pg_get_expr(e.adbin, e.adrelid), a.attname) AS bad
) AS words
CROSS JOIN (
    SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
               OR name IN ('LATIN6', 'LATIN8') AS is_of_text
    FROM pg_catalog.getdatabaseencoding() AS own (name)
) AS encoding
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND c.oid >= 16384
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
  AND EXISTS (SELECT FROM pg_catalog.pg_depend AS d
              LEFT JOIN pg_catalog.pg_type AS t
                  ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = d.refobjid
              WHERE d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.objid = e.oid
                AND d.refobjid >= 16384
                AND (d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass,
                                      'pg_catalog.pg_operator'::pg_catalog.regclass)
                     OR t.typtype <> 'e'))
ORDER BY 2, 3, 4
