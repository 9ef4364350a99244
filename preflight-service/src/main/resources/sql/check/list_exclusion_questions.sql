-- Exclusion constraints whose index is damaged: the target builds it anew and refuses two rows that exclude each other.
-- Each is asked as the list of such pairs, which takes long where a table is large. CASE, ctid and OFFSET keep the
-- server from reading the index, which is what may be damaged. Those of expressions are not asked.
WITH parts AS (
    SELECT c.oid, c.conrelid, c.conname, i.indexrelid, pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
           a.attname, k.n, o.oprname, p.nspname AS operator_schema,
           o.oid >= 16384 OR o.oprcode::oid >= 16384 OR t.oid >= 16384 AND t.typtype <> 'e' AS calls_users
    FROM pg_catalog.pg_constraint AS c
    JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.conindid AND i.indexprs IS NULL AND i.indisvalid
    CROSS JOIN LATERAL pg_catalog.generate_subscripts(c.conexclop, 1) AS k (n)
    JOIN pg_catalog.pg_operator AS o ON o.oid = c.conexclop[k.n]
    JOIN pg_catalog.pg_namespace AS p ON p.oid = o.oprnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[k.n]
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    WHERE c.contype = 'x'
), excluding AS (
    SELECT conrelid, conname,
           pg_catalog.bool_or(calls_users)
               OR EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                          WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = parts.indexrelid
                            AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.refobjid >= 16384) AS calls_users,
           pg_catalog.string_agg(pg_catalog.quote_ident(attname), ', ' ORDER BY n) AS columns,
           pg_catalog.string_agg(pg_catalog.format('%I IS NOT NULL', attname), ' AND ' ORDER BY n)
               || coalesce(' AND (' || predicate || ')', '') AS counted,
           pg_catalog.string_agg(
               pg_catalog.format('one.%1$I OPERATOR(%2$I.%3$s) other.%1$I', attname, operator_schema, oprname),
               ' AND ' ORDER BY n) AS excluded
    FROM parts
    GROUP BY conrelid, conname, indexrelid, predicate
)
SELECT kind, nspname, relname, questions.name,
       CASE WHEN encoding.is_of_text THEN bad END AS bad, pg_catalog.convert_to(bad, encoding.name), calls_users
FROM (
    SELECT 'EXCLUSION' AS kind, n.nspname, c.relname, e.conname AS name, e.calls_users,
           pg_catalog.format('SELECT one.*, other.* FROM %1$s AS one JOIN %1$s AS other ON one.ctid < other.ctid AND %2$s',
               pg_catalog.format(
                   '(SELECT %s, ctid FROM ONLY %I.%I WHERE CASE WHEN %s THEN true ELSE false END OFFSET 0)',
                   e.columns, n.nspname, c.relname, e.counted),
               e.excluded) AS bad
    FROM excluding AS e
    JOIN pg_catalog.pg_class AS c ON c.oid = e.conrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND c.oid >= 16384
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
      AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                        AND d.deptype = 'e')
) AS questions
CROSS JOIN (
    SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
               OR name IN ('LATIN6', 'LATIN8') AS is_of_text
    FROM pg_catalog.getdatabaseencoding() AS own (name)
) AS encoding
ORDER BY 2, 3, 4
