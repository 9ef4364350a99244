-- Materialized views that are filled and read foreign tables, also through other views.
WITH RECURSIVE reading AS (
    SELECT DISTINCT r.ev_class AS view, d.refobjid AS relation
    FROM pg_catalog.pg_rewrite AS r
    JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
    WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> r.ev_class
), reached AS (
    SELECT c.oid AS view, reading.relation
    FROM pg_catalog.pg_class AS c
    JOIN reading ON reading.view = c.oid
    WHERE c.relkind = 'm' AND c.relispopulated
    UNION
    SELECT reached.view, reading.relation FROM reached JOIN reading ON reading.view = reached.relation
)
SELECT reached.view::pg_catalog.regclass::text AS view,
       s.srvname,
       coalesce((SELECT pg_catalog.string_agg(o, ', ') FROM pg_catalog.unnest(s.srvoptions) AS o
                 WHERE pg_catalog.split_part(o, '=', 1) IN ('host', 'hostaddr', 'port', 'dbname')), '') AS address
FROM reached
JOIN pg_catalog.pg_foreign_table AS t ON t.ftrelid = reached.relation
JOIN pg_catalog.pg_foreign_server AS s ON s.oid = t.ftserver
GROUP BY reached.view, s.srvname, s.srvoptions
ORDER BY 1, 2
