-- Access methods, TOAST, compression, statistics.
SELECT concat_ws(' ', 'table', c.oid::pg_catalog.regclass, am.amname, t.reloptions::text,
    pg_catalog.obj_description(c.oid, 'pg_class'))
FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
    LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.reltoastrelid
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
UNION ALL
SELECT concat_ws(' ', 'column', a.attrelid::pg_catalog.regclass, quote_ident(a.attname), nullif(a.attcompression, ''),
    nullif(a.attstattarget, -1), a.attoptions::text, a.attfdwoptions::text)
FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
UNION ALL
SELECT concat_ws(' ', 'statistics', pg_catalog.pg_get_statisticsobjdef(s.oid), pg_catalog.pg_get_userbyid(s.stxowner),
    nullif(s.stxstattarget, -1))
FROM pg_catalog.pg_statistic_ext AS s
UNION ALL
SELECT concat_ws(' ', 'collation', c.oid::pg_catalog.regcollation, c.collprovider, c.collisdeterministic,
    coalesce(to_jsonb(c) ->> 'colliculocale', to_jsonb(c) ->> 'colllocale', c.collcollate), pg_catalog.pg_get_userbyid(c.collowner))
FROM pg_catalog.pg_collation AS c
WHERE c.oid >= 16384
UNION ALL
SELECT concat_ws(' ', 'access method', amname, amhandler, amtype) FROM pg_catalog.pg_am WHERE oid >= 16384
