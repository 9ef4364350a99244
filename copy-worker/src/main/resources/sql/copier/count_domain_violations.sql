-- The query that counts the values that violate the newest check of a column's domain, in all columns of this domain.
-- As text, or as bytes where some may be no text in UTF-8.
SELECT CASE WHEN encoding.is_of_text THEN counting.query END,
       pg_catalog.convert_to(counting.query, encoding.name)
FROM (
    SELECT pg_catalog.format(
               'SELECT (%s)::bigint',
               pg_catalog.string_agg(
                   pg_catalog.format(
                       '(SELECT count(*) FROM ONLY %s AS holder WHERE (SELECT NOT (%s) FROM (SELECT holder.%I) AS v (value)))',
                       a.attrelid::pg_catalog.regclass,
                       pg_catalog.pg_get_expr(newest.conbin, 0),
                       a.attname),
                   ' + ')) AS query
    FROM pg_catalog.pg_attribute AS said
    JOIN pg_catalog.pg_class AS c ON c.oid = said.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN LATERAL (
        SELECT check_.contypid, check_.conbin
        FROM pg_catalog.pg_constraint AS check_
        WHERE check_.contypid = said.atttypid AND check_.contype = 'c' AND NOT check_.convalidated
        ORDER BY check_.oid DESC
        LIMIT 1
    ) AS newest ON true
    JOIN pg_catalog.pg_attribute AS a ON a.atttypid = newest.contypid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_class AS holder ON holder.oid = a.attrelid AND holder.relkind = 'r'
    WHERE n.nspname = ? AND c.relname = ? AND said.attname = ?
) AS counting
CROSS JOIN (
    SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
               OR name IN ('LATIN6', 'LATIN8') AS is_of_text
    FROM pg_catalog.getdatabaseencoding() AS own (name)
) AS encoding
