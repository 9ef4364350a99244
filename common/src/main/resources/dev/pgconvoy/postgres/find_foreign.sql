-- What of a schema of ours is not as we make it, one row for each; none when there is no such schema. Only the catalog
-- is read. A superuser is trusted; members of a role are not: their code would run as our user.
WITH ours AS (
    SELECT n.oid, n.nspname, n.nspowner FROM pg_catalog.pg_namespace AS n WHERE n.nspname = ?
), expected AS (
    SELECT e.name, e.columns
    FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) AS e (name, columns)
), trusted AS (
    SELECT r.oid FROM pg_catalog.pg_roles AS r WHERE r.rolsuper OR r.rolname = current_user
), relation AS (
    SELECT c.oid, c.relname, c.relkind, c.relowner, c.relrowsecurity, ours.nspname, expected.columns,
           (SELECT coalesce(pg_catalog.string_agg(a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', '
                                                  ORDER BY a.attnum), '')
            FROM pg_catalog.pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attnum > 0) AS found
    FROM ours
    JOIN pg_catalog.pg_class AS c ON c.relnamespace = ours.oid
    LEFT JOIN expected ON expected.name = c.relname AND c.relkind IN ('r', 'S')
), fault (place, object, owner, problem) AS (
    SELECT 1, pg_catalog.quote_ident(ours.nspname), ours.nspowner, 'it is another user''s'
    FROM ours WHERE ours.nspowner NOT IN (SELECT oid FROM trusted)
    UNION ALL
    SELECT p.place, pg_catalog.format('%I.%I', r.nspname, r.relname), r.relowner, p.problem
    FROM relation AS r
    CROSS JOIN LATERAL (
        SELECT 2, 'it is another user''s' WHERE r.relowner NOT IN (SELECT oid FROM trusted)
        UNION ALL
        SELECT 2, 'it is nothing that pgconvoy makes there' WHERE r.columns IS NULL AND r.relkind NOT IN ('i', 't')
        UNION ALL
        SELECT 3, 'its columns are others' WHERE r.columns <> r.found
        UNION ALL
        SELECT 4, 'it has a trigger' WHERE EXISTS (SELECT FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = r.oid)
        UNION ALL
        SELECT 4, 'it has a rule' WHERE EXISTS (SELECT FROM pg_catalog.pg_rewrite AS w WHERE w.ev_class = r.oid)
        UNION ALL
        SELECT 4, 'it inherits, or is inherited from'
        WHERE r.relkind = 'r'
          AND EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE i.inhrelid = r.oid OR i.inhparent = r.oid)
        UNION ALL
        SELECT 4, 'it has row security'
        WHERE r.relrowsecurity OR EXISTS (SELECT FROM pg_catalog.pg_policy AS y WHERE y.polrelid = r.oid)
        UNION ALL
        SELECT 4, 'it has an index or statistics with an expression'
        WHERE EXISTS (SELECT FROM pg_catalog.pg_index AS x
                      WHERE r.oid IN (x.indrelid, x.indexrelid) AND (x.indexprs IS NOT NULL OR x.indpred IS NOT NULL))
           OR EXISTS (SELECT FROM pg_catalog.pg_depend AS d -- by name, which servers before 10 do not have
                      WHERE d.classid = pg_catalog.to_regclass('pg_catalog.pg_statistic_ext')::pg_catalog.oid
                        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = r.oid)
        UNION ALL
        SELECT 4, 'a default or check of it uses a function or an operator of a user'
        WHERE EXISTS (
            SELECT FROM pg_catalog.pg_depend AS d
            WHERE d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass)
              AND (d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
                       AND d.objid IN (SELECT f.oid FROM pg_catalog.pg_attrdef AS f WHERE f.adrelid = r.oid)
                   OR d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
                       AND d.objid IN (SELECT k.oid FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = r.oid)))
    ) AS p (place, problem)
)
SELECT f.object, pg_catalog.pg_get_userbyid(f.owner), f.problem
FROM fault AS f
ORDER BY f.place, f.object, f.problem
