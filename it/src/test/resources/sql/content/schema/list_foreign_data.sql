-- A dump sorts the options.
SELECT concat_ws(' ', 'wrapper', fdwname, pg_catalog.pg_get_userbyid(fdwowner), fdwhandler::pg_catalog.regproc, fdwvalidator::pg_catalog.regproc,
    fdwacl::text, (SELECT array_agg(o ORDER BY o) FROM unnest(fdwoptions) AS o)::text)
FROM pg_catalog.pg_foreign_data_wrapper
UNION ALL
SELECT concat_ws(' ', 'server', s.srvname, w.fdwname, pg_catalog.pg_get_userbyid(s.srvowner), s.srvtype, s.srvversion, s.srvacl::text,
    (SELECT array_agg(o ORDER BY o) FROM unnest(s.srvoptions) AS o)::text)
FROM pg_catalog.pg_foreign_server AS s
    JOIN pg_catalog.pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
UNION ALL
SELECT concat_ws(' ', 'user mapping', srvname, usename, (SELECT array_agg(o ORDER BY o) FROM unnest(umoptions) AS o)::text) FROM pg_catalog.pg_user_mappings
UNION ALL
SELECT concat_ws(' ', 'foreign table', t.ftrelid::pg_catalog.regclass, s.srvname, (SELECT array_agg(o ORDER BY o) FROM unnest(t.ftoptions) AS o)::text)
FROM pg_catalog.pg_foreign_table AS t
    JOIN pg_catalog.pg_foreign_server AS s ON s.oid = t.ftserver
UNION ALL
SELECT concat_ws(' ', 'extension', e.extname, n.nspname, e.extrelocatable)
FROM pg_catalog.pg_extension AS e
    JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
