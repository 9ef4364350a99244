-- The bounds of partitions, as conditions that are true for a row that is not within them: ATTACH believes a constraint
-- that was valid, and looks at no row. The bounds may call code of users, where a key does: then none is asked.
-- Conditions come as bytes where some may be no text in UTF-8.
WITH code AS (
    SELECT d.objid
    FROM pg_catalog.pg_depend AS d
    JOIN pg_catalog.pg_class AS parent ON parent.oid = d.objid AND parent.relkind = 'p'
    LEFT JOIN pg_catalog.pg_type AS t
        ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = d.refobjid
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid >= 16384
      AND (d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass,
                            'pg_catalog.pg_opclass'::pg_catalog.regclass)
           OR t.typtype <> 'e')
)
SELECT 'PARTITION' AS kind, n.nspname, c.relname, '' AS name,
       CASE WHEN encoding.is_of_text THEN words.bad END AS bad, pg_catalog.convert_to(words.bad, encoding.name),
       EXISTS (SELECT FROM code) AS calls_users
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL pg_catalog.pg_get_partition_constraintdef(c.oid) AS bounds (condition)
CROSS JOIN LATERAL (SELECT pg_catalog.format('NOT (%s)', bounds.condition) AS bad) AS words
CROSS JOIN (
    SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
               OR name IN ('LATIN6', 'LATIN8') AS is_of_text
    FROM pg_catalog.getdatabaseencoding() AS own (name)
) AS encoding
WHERE c.relispartition AND c.relkind = 'r' AND c.relpersistence <> 't' AND bounds.condition <> ''
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger')
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
ORDER BY 2, 3
