-- Populated materialized views, each after those that it reads (through views, too).
WITH RECURSIVE reads (reader, source) AS (
    SELECT DISTINCT r.ev_class, d.refobjid
    FROM pg_catalog.pg_rewrite AS r
    JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
    JOIN pg_catalog.pg_class AS s ON s.oid = d.refobjid AND s.relkind IN ('m', 'v')
    WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> r.ev_class
), depth (oid, level) AS (
    SELECT c.oid, 0 FROM pg_catalog.pg_class AS c WHERE c.relkind IN ('m', 'v')
    UNION
    SELECT reads.reader, depth.level + 1 FROM depth JOIN reads ON reads.source = depth.oid WHERE depth.level < 100
)
SELECT n.nspname, c.relname
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN (SELECT oid, max(level) AS level FROM depth GROUP BY oid) AS d ON d.oid = c.oid
WHERE c.relkind = 'm' AND c.relispopulated
ORDER BY d.level, n.nspname, c.relname
