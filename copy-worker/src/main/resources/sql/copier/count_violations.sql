-- The query that counts the rows that violate a foreign key or a check, written from the catalog. A check is counted in
-- the topmost table that has it.
-- As text, or as bytes where some may be no text in UTF-8.
SELECT CASE WHEN encoding.is_of_text THEN counting.query END,
       pg_catalog.convert_to(counting.query, encoding.name)
FROM (
    SELECT CASE constraint_.contype
        WHEN 'c' THEN pg_catalog.format(
            'SELECT count(*) FROM %s WHERE NOT (%s)',
            (WITH RECURSIVE holder (relation, depth) AS (
                 SELECT constraint_.conrelid, 0
                 UNION ALL
                 SELECT same.conrelid, holder.depth + 1
                 FROM holder
                 JOIN pg_catalog.pg_inherits AS i ON i.inhrelid = holder.relation
                 JOIN pg_catalog.pg_constraint AS same ON same.conrelid = i.inhparent
                     AND same.conname = constraint_.conname AND same.contype = 'c' AND NOT same.connoinherit
             )
             SELECT relation::pg_catalog.regclass FROM holder ORDER BY depth DESC LIMIT 1),
            pg_catalog.pg_get_expr(constraint_.conbin, constraint_.conrelid))
        ELSE pg_catalog.format(
            'SELECT count(*) FROM %s AS f WHERE %s AND NOT EXISTS (SELECT FROM %s AS k WHERE %s)',
            constraint_.conrelid::pg_catalog.regclass,
            (SELECT pg_catalog.string_agg(pg_catalog.format('f.%I IS NOT NULL', a.attname), ' AND ')
             FROM pg_catalog.unnest(constraint_.conkey) AS key (attnum)
             JOIN pg_catalog.pg_attribute AS a ON a.attrelid = constraint_.conrelid AND a.attnum = key.attnum),
            constraint_.confrelid::pg_catalog.regclass,
            (SELECT pg_catalog.string_agg(
                 pg_catalog.format('k.%I OPERATOR(%I.%s) f.%I', k.attname, n.nspname, o.oprname, f.attname), ' AND ')
             FROM ROWS FROM (
                 unnest(constraint_.conkey), unnest(constraint_.confkey), unnest(constraint_.conpfeqop)
             ) AS pair (foreign_, referenced, operator_)
             JOIN pg_catalog.pg_attribute AS f ON f.attrelid = constraint_.conrelid AND f.attnum = pair.foreign_
             JOIN pg_catalog.pg_attribute AS k ON k.attrelid = constraint_.confrelid AND k.attnum = pair.referenced
             JOIN pg_catalog.pg_operator AS o ON o.oid = pair.operator_
             JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace))
        END AS query
    FROM pg_catalog.pg_constraint AS constraint_
    JOIN pg_catalog.pg_class AS c ON c.oid = constraint_.conrelid
    JOIN pg_catalog.pg_namespace AS s ON s.oid = c.relnamespace
    WHERE s.nspname = ? AND c.relname = ? AND constraint_.conname = ? AND constraint_.contype IN ('c', 'f')
) AS counting
CROSS JOIN (
    SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
               OR name IN ('LATIN6', 'LATIN8') AS is_of_text
    FROM pg_catalog.getdatabaseencoding() AS own (name)
) AS encoding
