SELECT concat_ws(' ', 'schema', n.nspname, pg_catalog.pg_get_userbyid(n.nspowner), n.nspacl::text)
FROM pg_catalog.pg_namespace AS n
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
UNION ALL
SELECT concat_ws(' ', 'extension', extname) FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
UNION ALL
SELECT concat_ws(' ', 'policy', polname, polrelid::pg_catalog.regclass, polcmd, polpermissive,
    pg_catalog.pg_get_expr(polqual, polrelid), pg_catalog.pg_get_expr(polwithcheck, polrelid))
FROM pg_catalog.pg_policy
UNION ALL
SELECT concat_ws(' ', 'publication', p.pubname, p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, p.pubviaroot,
    (SELECT string_agg(r.prrelid::pg_catalog.regclass::text, ', ' ORDER BY r.prrelid::pg_catalog.regclass::text)
     FROM pg_catalog.pg_publication_rel AS r WHERE r.prpubid = p.oid))
FROM pg_catalog.pg_publication AS p
UNION ALL
SELECT 'statistics ' || pg_catalog.pg_get_statisticsobjdef(oid) FROM pg_catalog.pg_statistic_ext
UNION ALL
SELECT concat_ws(' ', 'default privileges', pg_catalog.pg_get_userbyid(defaclrole),
    (SELECT nspname FROM pg_catalog.pg_namespace AS n WHERE n.oid = defaclnamespace), defaclobjtype, replace(defaclacl::text, 'Dxtm', 'Dxt'))
FROM pg_catalog.pg_default_acl
UNION ALL
SELECT concat_ws(' ', 'collation', collname, collprovider, collisdeterministic) FROM pg_catalog.pg_collation WHERE oid >= 16384
UNION ALL
SELECT concat_ws(' ', 'text search', c.oid::pg_catalog.regconfig) FROM pg_catalog.pg_ts_config AS c WHERE c.oid >= 16384
