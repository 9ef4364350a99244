-- Checks that the source has validated, parents before those who inherit from them. What is merely inherited goes and
-- comes with its parents. Definitions come as bytes where some may be no text in UTF-8. A domain inside other types keeps its checks: no server can add one to it and look at all rows.
WITH RECURSIVE descent (relation, depth) AS (
    SELECT above.inhparent, 0
    FROM pg_catalog.pg_inherits AS above
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE i.inhrelid = above.inhparent)
    UNION
    SELECT i.inhrelid, descent.depth + 1
    FROM descent JOIN pg_catalog.pg_inherits AS i ON i.inhparent = descent.relation
)
SELECT CASE check_.contypid WHEN 0 THEN 'TABLE' ELSE 'DOMAIN' END,
       n.nspname,
       coalesce(c.relname, t.typname),
       check_.conname,
       CASE WHEN encoding.is_of_text THEN words.definition END,
       pg_catalog.convert_to(words.definition, encoding.name),
       CASE WHEN encoding.is_of_text THEN words.comment END,
       pg_catalog.convert_to(words.comment, encoding.name),
       check_.contypid = 0 AND tree.depth IS NULL,
       check_.coninhcount > 0
FROM pg_catalog.pg_constraint AS check_
CROSS JOIN LATERAL (
    SELECT pg_catalog.pg_get_constraintdef(check_.oid) AS definition,
           coalesce(pg_catalog.quote_literal(pg_catalog.obj_description(check_.oid, 'pg_constraint')), '') AS comment
) AS words
CROSS JOIN (
    SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
               OR name IN ('LATIN6', 'LATIN8') AS is_of_text
    FROM pg_catalog.getdatabaseencoding() AS own (name)
) AS encoding
LEFT JOIN pg_catalog.pg_class AS c ON c.oid = check_.conrelid
LEFT JOIN pg_catalog.pg_type AS t ON t.oid = check_.contypid
JOIN pg_catalog.pg_namespace AS n ON n.oid = coalesce(c.relnamespace, t.typnamespace)
LEFT JOIN (SELECT relation, max(depth) AS depth FROM descent GROUP BY relation) AS tree
    ON tree.relation = check_.conrelid
WHERE check_.contype = 'c'
  AND check_.convalidated
  AND (check_.contypid <> 0 OR check_.conislocal AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pgconvoy_ledger')
  AND n.nspname !~ '^pg_'
  AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend AS d
      WHERE d.classid = CASE check_.contypid
                WHEN 0 THEN 'pg_catalog.pg_class'::pg_catalog.regclass
                ELSE 'pg_catalog.pg_type'::pg_catalog.regclass
            END
        AND d.objid = coalesce(c.oid, t.oid)
        AND d.deptype = 'e')
  AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_attribute AS a
      JOIN pg_catalog.pg_class AS holder ON holder.oid = a.attrelid
      WHERE NOT a.attisdropped
        AND (a.atttypid = t.typarray OR a.atttypid = t.oid AND holder.relkind = 'c'))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_range AS r WHERE r.rngsubtype = t.oid)
ORDER BY coalesce(tree.depth, 0), n.nspname, coalesce(c.relname, t.typname), check_.conname
