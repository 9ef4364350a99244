-- What the other lists leave out: columns, functions of the system, event triggers, policies' roles.
SELECT concat_ws(' ', 'public', pg_catalog.pg_get_userbyid(nspowner), nspacl::text, pg_catalog.obj_description(oid, 'pg_namespace'))
FROM pg_catalog.pg_namespace
WHERE nspname = 'public'
UNION ALL
SELECT concat_ws(' ', 'system function', p.oid::pg_catalog.regprocedure, p.proacl::text)
FROM pg_catalog.pg_proc AS p
    LEFT JOIN pg_catalog.pg_init_privs AS i ON i.objoid = p.oid AND i.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass
WHERE p.oid < 16384 AND p.proacl IS DISTINCT FROM i.initprivs
UNION ALL
SELECT concat_ws(' ', 'event trigger', evtname, pg_catalog.pg_get_userbyid(evtowner)) FROM pg_catalog.pg_event_trigger
UNION ALL
SELECT concat_ws(' ', 'policy', p.polname, p.polrelid::pg_catalog.regclass,
    (SELECT string_agg(coalesce(r.rolname, 'public'), ', ' ORDER BY r.rolname)
     FROM unnest(p.polroles) AS role (oid) LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = role.oid))
FROM pg_catalog.pg_policy AS p
UNION ALL
SELECT concat_ws(' ', 'label', l.objtype, l.objname, l.provider, l.label) FROM pg_catalog.pg_seclabels AS l
