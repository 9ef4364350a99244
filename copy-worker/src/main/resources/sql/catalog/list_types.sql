-- The types of all columns and what they are made of.
WITH RECURSIVE used (oid) AS (
    SELECT DISTINCT a.atttypid
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^pg_'
    UNION
    SELECT part.oid
    FROM used
    JOIN pg_catalog.pg_type AS t ON t.oid = used.oid
    LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
    CROSS JOIN LATERAL (
        SELECT t.typelem WHERE t.typlen = -1 AND t.typelem <> 0
        UNION ALL SELECT t.typbasetype WHERE t.typtype = 'd'
        UNION ALL SELECT r.rngsubtype WHERE r.rngsubtype IS NOT NULL
        UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute AS a
                  WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS part (oid)
)
SELECT t.oid::int8,
       t.typname,
       t.typtype,
       t.typreceive::int8 <> 0 AND t.typsend::int8 <> 0 AS has_binary,
       CASE WHEN t.typlen = -1 THEN t.typelem::int8 ELSE 0 END AS element,
       t.typbasetype::int8 AS base,
       coalesce(r.rngsubtype::int8, 0) AS subtype,
       (SELECT pg_catalog.array_agg(a.atttypid::int8) FROM pg_catalog.pg_attribute AS a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS fields
FROM used
JOIN pg_catalog.pg_type AS t ON t.oid = used.oid
LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
