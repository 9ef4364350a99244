-- Servers since 17 have the privilege MAINTAIN (m); an owner's rights include it.
SELECT concat_ws(' ', c.relkind, c.oid::pg_catalog.regclass, c.relpersistence, c.relreplident,
    CASE WHEN c.relrowsecurity THEN 'rls' END, CASE WHEN c.relforcerowsecurity THEN 'forced' END,
    CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN 'empty' END,
    c.reloptions::text, pg_catalog.pg_get_userbyid(c.relowner), replace(c.relacl::text, 'Dxtm', 'Dxt'),
    pg_catalog.pg_get_partkeydef(c.oid), pg_catalog.pg_get_expr(c.relpartbound, c.oid),
    (SELECT string_agg(i.inhparent::pg_catalog.regclass::text, ', ' ORDER BY i.inhseqno)
     FROM pg_catalog.pg_inherits AS i WHERE i.inhrelid = c.oid),
    (SELECT concat_ws(' ', s.seqtypid::pg_catalog.regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle)
     FROM pg_catalog.pg_sequence AS s WHERE s.seqrelid = c.oid))
FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
