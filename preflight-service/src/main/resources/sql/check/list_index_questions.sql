-- What the target's indexes and domains will refuse though the source has it: keys that stand twice past an index that
-- is damaged, expressions of indexes that fail by now, values that their domain does not allow. What calls code of users
-- is told as such. A key is asked as a list of those that stand twice; CASE, ctid and
-- OFFSET keep the server from reading the index, which is what may be damaged.
WITH code AS (
    SELECT d.classid, d.objid, d.refobjid
    FROM pg_catalog.pg_depend AS d
    LEFT JOIN pg_catalog.pg_type AS t
        ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = d.refobjid
    WHERE d.refobjid >= 16384
      AND (d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass,
                            'pg_catalog.pg_opclass'::pg_catalog.regclass)
           OR t.typtype <> 'e')
), users AS (
    SELECT c.oid, c.relname, n.nspname
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND c.oid >= 16384
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
      AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                        AND d.deptype = 'e')
), indexes AS (
    SELECT i.indexrelid, i.indrelid, i.indisunique AND m.amname = 'btree' AS is_unique, i.indexprs,
           coalesce((pg_catalog.to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts::int) AS keys,
           i.indkey, i.indcollation, pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
           r.relname AS name,
           EXISTS (SELECT FROM code
                   WHERE code.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND code.objid = i.indexrelid) AS calls_users
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS r ON r.oid = i.indexrelid
    JOIN pg_catalog.pg_am AS m ON m.oid = r.relam
    WHERE i.indisvalid
)
SELECT kind, nspname, relname, questions.name,
       CASE WHEN encoding.is_of_text THEN bad END AS bad, pg_catalog.convert_to(bad, encoding.name), calls_users
FROM (
    SELECT 'UNIQUE' AS kind, u.nspname, u.relname, i.name,
           pg_catalog.format(
               'SELECT %1$s, pg_catalog.count(*) FROM (SELECT %1$s, ctid FROM ONLY %2$I.%3$I WHERE CASE WHEN %4$s%5$s THEN true ELSE false END OFFSET 0) AS keys GROUP BY %1$s HAVING pg_catalog.count(*) > 1',
               pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY k.n), u.nspname, u.relname,
               pg_catalog.string_agg(pg_catalog.format('%I IS NOT NULL', a.attname), ' AND ' ORDER BY k.n),
               ' AND (' || i.predicate || ')') AS bad,
           i.calls_users OR pg_catalog.bool_or(a.atttypid >= 16384 AND t.typtype <> 'e') AS calls_users
    FROM users AS u
    JOIN indexes AS i ON i.indrelid = u.oid
    CROSS JOIN LATERAL pg_catalog.generate_series(0, i.keys - 1) AS k (n)
    LEFT JOIN pg_catalog.pg_attribute AS a
        ON a.attrelid = u.oid AND a.attnum = i.indkey[k.n] AND a.attcollation = i.indcollation[k.n]
    LEFT JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    WHERE i.is_unique AND i.indexprs IS NULL
    GROUP BY u.nspname, u.relname, i.indexrelid, i.name, i.predicate, i.calls_users
    HAVING pg_catalog.bool_and(a.attnum IS NOT NULL)
    UNION ALL
    SELECT 'INDEX', u.nspname, u.relname, i.name,
           pg_catalog.format('CASE WHEN %s THEN pg_catalog.num_nulls(%s) END < 0',
               coalesce(i.predicate, 'true'), pg_catalog.pg_get_expr(i.indexprs, i.indrelid)),
           i.calls_users
    FROM users AS u
    JOIN indexes AS i ON i.indrelid = u.oid
    WHERE i.indexprs IS NOT NULL
    UNION ALL
    SELECT 'DOMAIN', u.nspname, u.relname, a.attname,
           pg_catalog.format('(%1$I::%2$s)::%3$I.%4$I IS NULL AND %1$I IS NOT NULL', a.attname,
               pg_catalog.format_type(t.typbasetype, t.typtypmod), tn.nspname, t.typname),
           t.typbasetype >= 16384
               OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c
                          JOIN code ON code.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND code.objid = c.oid
                                  AND code.refobjid <> t.oid
                          WHERE c.contypid = t.oid)
    FROM users AS u
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = u.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid AND t.typtype = 'd'
    JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.typnamespace
    WHERE pg_catalog.has_schema_privilege(tn.oid, 'USAGE')
      AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.contypid = t.oid)
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.contypid = t.oid AND NOT c.convalidated)
) AS questions
CROSS JOIN (
    SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
               OR name IN ('LATIN6', 'LATIN8') AS is_of_text
    FROM pg_catalog.getdatabaseencoding() AS own (name)
) AS encoding
ORDER BY 2, 3, 1, 4
