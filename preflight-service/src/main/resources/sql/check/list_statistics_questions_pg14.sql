-- Expressions of statistics: only ANALYZE evaluates them, and none has to succeed for a row to be there.
SELECT 'STATISTICS' AS kind, n.nspname, c.relname, s.stxname AS name,
       CASE WHEN encoding.is_of_text THEN words.bad END AS bad, pg_catalog.convert_to(words.bad, encoding.name),
       EXISTS (SELECT FROM pg_catalog.pg_depend AS d
               WHERE d.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass AND d.objid = s.oid
                 AND d.refobjid >= 16384
                 AND d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass,
                                      'pg_catalog.pg_operator'::pg_catalog.regclass)) AS calls_users
FROM pg_catalog.pg_statistic_ext AS s
CROSS JOIN LATERAL (
    SELECT pg_catalog.format('pg_catalog.num_nulls(%s) < 0', pg_catalog.pg_get_expr(s.stxexprs, s.stxrelid)) AS bad
) AS words
CROSS JOIN (
    SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
               OR name IN ('LATIN6', 'LATIN8') AS is_of_text
    FROM pg_catalog.getdatabaseencoding() AS own (name)
) AS encoding
JOIN pg_catalog.pg_class AS c ON c.oid = s.stxrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE s.stxexprs IS NOT NULL
  AND c.relkind = 'r'
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
ORDER BY 2, 3, 4
