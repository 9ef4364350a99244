-- A function of users that a check of a table or domain runs. Those of extensions read no tables.
SELECT p.oid::pg_catalog.regprocedure::text
FROM pg_catalog.pg_constraint AS c
JOIN pg_catalog.pg_depend AS d
    ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objid = c.oid
    AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
JOIN pg_catalog.pg_proc AS p ON p.oid = d.refobjid
JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
WHERE c.contype = 'c' AND n.nspname = ? AND c.conname = ? AND l.lanname NOT IN ('c', 'internal')
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS e
        WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid AND e.deptype = 'e')
ORDER BY p.oid
LIMIT 1
