-- Expressions of statistics: only ANALYZE evaluates them, and none has to succeed for a row to be there.
SELECT 'STATISTICS' AS kind, n.nspname, c.relname, s.stxname AS name,
       pg_catalog.convert_to(
           pg_catalog.format('pg_catalog.num_nulls(%s) < 0', pg_catalog.pg_get_expr(s.stxexprs, s.stxrelid)),
           pg_catalog.getdatabaseencoding()) AS bad,
       EXISTS (SELECT FROM pg_catalog.pg_depend AS d
               WHERE d.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass AND d.objid = s.oid
                 AND d.refobjid >= 16384
                 AND d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass,
                                      'pg_catalog.pg_operator'::pg_catalog.regclass)) AS calls_users
FROM pg_catalog.pg_statistic_ext AS s
JOIN pg_catalog.pg_class AS c ON c.oid = s.stxrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE s.stxexprs IS NOT NULL
  AND c.relkind = 'r'
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
ORDER BY 2, 3, 4
