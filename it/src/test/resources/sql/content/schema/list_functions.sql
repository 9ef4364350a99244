-- Servers since 14 say IN before a procedure's arguments.
SELECT concat_ws(' ', p.oid::pg_catalog.regprocedure, p.prokind, pg_catalog.pg_get_userbyid(p.proowner), p.proacl::text,
    CASE WHEN p.prokind <> 'a' THEN regexp_replace(pg_catalog.pg_get_functiondef(p.oid), '([(]|, )IN ', '\1', 'g') END,
    (SELECT concat_ws(' ', a.aggtransfn, a.aggfinalfn, a.aggtranstype::pg_catalog.regtype, a.agginitval)
     FROM pg_catalog.pg_aggregate AS a WHERE a.aggfnoid = p.oid))
FROM pg_catalog.pg_proc AS p
    JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.objid = p.oid AND e.deptype = 'e')
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
