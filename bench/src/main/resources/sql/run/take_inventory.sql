-- Every table with the number of its rows, and how many of everything else there is.
SELECT
    'table ' || c.oid::regclass,
    (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ' || c.oid::regclass, false, true, '')))[1]::text
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
UNION ALL
SELECT 'valid indexes', count(*)::text
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE i.indisvalid AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
UNION ALL
SELECT 'valid constraints of type ' || t.type, (SELECT count(*)::text FROM pg_catalog.pg_constraint WHERE contype = t.type AND convalidated)
FROM (VALUES ('p'), ('f'), ('c'), ('u')) AS t (type)
UNION ALL
SELECT 'large objects', count(*)::text FROM pg_catalog.pg_largeobject_metadata
UNION ALL
SELECT 'bytes in large objects', coalesce(sum(length(data)), 0)::text FROM pg_catalog.pg_largeobject
UNION ALL
SELECT 'sequences and where they stand', count(*) || ', ' || coalesce(sum(last_value), 0)
FROM pg_catalog.pg_sequences
UNION ALL
SELECT 'functions', count(*)::text
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
UNION ALL
SELECT 'views', count(*)::text
FROM pg_catalog.pg_views
WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
UNION ALL
SELECT 'policies', count(*)::text FROM pg_catalog.pg_policy
UNION ALL
SELECT 'comments', count(*)::text FROM pg_catalog.pg_description WHERE objoid >= 16384
UNION ALL
SELECT 'rights to relations', count(*)::text
FROM pg_catalog.pg_class AS c
CROSS JOIN pg_catalog.aclexplode(c.relacl)
WHERE c.oid >= 16384
ORDER BY 1
