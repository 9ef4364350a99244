-- Indexes and partition keys that sort texts, with the version of the library that the catalog has on record, and the
-- one that sorts now. Servers before 15 record none for a database's own collation.
WITH used AS (
    SELECT DISTINCT 'INDEX' AS kind, i.indexrelid AS relation, c.oid AS sorted_by
    FROM pg_catalog.pg_index AS i CROSS JOIN LATERAL pg_catalog.unnest(i.indcollation::oid[]) AS c (oid)
    WHERE i.indrelid >= 16384 AND c.oid <> 0
    UNION ALL
    SELECT DISTINCT 'PARTITIONS', p.partrelid, c.oid
    FROM pg_catalog.pg_partitioned_table AS p CROSS JOIN LATERAL pg_catalog.unnest(p.partcollation::oid[]) AS c (oid)
    WHERE p.partstrat = 'r' AND c.oid <> 0
), database AS (
    SELECT datcollate FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()
), version AS (
    SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.collname) AS name, c.collprovider::text AS provider,
           c.collcollate::text AS locale,
           coalesce(c.collversion, '') AS recorded,
           coalesce(pg_catalog.pg_collation_actual_version(c.oid), '') AS actual
    FROM pg_catalog.pg_collation AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
    WHERE c.collprovider IN ('c', 'i') AND c.oid IN (SELECT sorted_by FROM used)
    UNION ALL
    SELECT 100, 'default', 'c', datcollate::text, '',
           coalesce((SELECT pg_catalog.max(pg_catalog.pg_collation_actual_version(c.oid)) FROM pg_catalog.pg_collation AS c
                     WHERE c.collprovider = 'c' AND c.collcollate = datcollate), '')
    FROM database
)
SELECT u.kind, u.relation::pg_catalog.regclass::text AS relation, v.name, v.provider, v.locale, v.recorded, v.actual
FROM used AS u
JOIN version AS v ON v.oid = u.sorted_by
WHERE v.locale NOT IN ('C', 'POSIX')
  AND (u.kind = 'PARTITIONS' OR v.recorded <> '' AND v.actual <> '' AND v.recorded <> v.actual)
ORDER BY 1, 3, 2
