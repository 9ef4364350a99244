-- What every row must fulfil, as conditions that are true for one that does not. They run with the rights of this user,
-- so that none which calls code of users is asked. Conditions come as bytes where some may be no text in UTF-8.
WITH users AS (
    SELECT c.oid, c.relname, n.nspname
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND c.oid >= 16384
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
      AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                        AND d.deptype = 'e')
), code AS (
    SELECT d.classid, d.objid
    FROM pg_catalog.pg_depend AS d
    LEFT JOIN pg_catalog.pg_type AS t
        ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = d.refobjid
    WHERE d.refobjid >= 16384
      AND (d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass)
           OR t.typtype <> 'e')
), texts AS (
    SELECT a.attrelid, a.attname, type.id = 17 AS of_bytes, type.id IN (1009, 1014, 1015) AS of_many
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    CROSS JOIN LATERAL (SELECT CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END) AS type (id)
    WHERE a.attnum > 0 AND NOT a.attisdropped
      AND type.id IN (17, 25, 1042, 1043, 1009, 1014, 1015)
)
SELECT kind, nspname, relname, questions.name,
       CASE WHEN encoding.is_of_text THEN bad END AS bad, pg_catalog.convert_to(bad, encoding.name), calls_users
FROM (
    SELECT 'CHECK' AS kind, u.nspname, u.relname, c.conname AS name,
           pg_catalog.format('NOT (%s)', pg_catalog.pg_get_expr(c.conbin, c.conrelid)) AS bad,
           EXISTS (SELECT FROM code
                   WHERE code.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND code.objid = c.oid) AS calls_users
    FROM users AS u
    JOIN pg_catalog.pg_constraint AS c ON c.conrelid = u.oid
    WHERE c.contype = 'c' AND c.convalidated
    UNION ALL
    SELECT 'NOT_NULL', u.nspname, u.relname, a.attname, pg_catalog.format('%I IS NULL', a.attname), false
    FROM users AS u
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = u.oid
    WHERE a.attnum > 0 AND a.attnotnull AND NOT a.attisdropped
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c
                      WHERE c.conrelid = u.oid AND c.contype = 'n' AND NOT c.convalidated AND c.conkey = ARRAY[a.attnum])
    UNION ALL
    SELECT 'ENCODING', u.nspname, u.relname, t.attname,
           pg_catalog.format(
               CASE WHEN t.of_many
                    THEN 'pg_catalog.convert_to(pg_catalog.array_to_string(%1$I, '',''), %2$L) IS NULL AND %1$I IS NOT NULL'
                    ELSE 'pg_catalog.convert_to(%1$I::text, %2$L) IS NULL AND %1$I IS NOT NULL' END,
               t.attname, pg_catalog.getdatabaseencoding()),
           false
    FROM users AS u
    JOIN texts AS t ON t.attrelid = u.oid
    WHERE NOT t.of_bytes AND pg_catalog.getdatabaseencoding() <> 'SQL_ASCII'
    UNION ALL
    SELECT 'SIZE', u.nspname, u.relname, '',
           pg_catalog.string_agg(pg_catalog.format('coalesce(pg_catalog.octet_length(%I), 0)::bigint', t.attname), ' + ')
               || ' > 1073741000',
           false
    FROM users AS u
    JOIN texts AS t ON t.attrelid = u.oid
    WHERE NOT t.of_many
    GROUP BY u.nspname, u.relname
) AS questions
CROSS JOIN (
    SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
               OR name IN ('LATIN6', 'LATIN8') AS is_of_text
    FROM pg_catalog.getdatabaseencoding() AS own (name)
) AS encoding
ORDER BY 2, 3, 1, 4
