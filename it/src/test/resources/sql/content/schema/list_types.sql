-- Servers since 15 have no row types for sequences.
SELECT concat_ws(' ', t.oid::pg_catalog.regtype, t.typtype, pg_catalog.format_type(nullif(t.typbasetype, 0), t.typtypmod),
    CASE WHEN t.typnotnull THEN 'NOT NULL' END, t.typdefault, pg_catalog.pg_get_userbyid(t.typowner), t.typacl::text,
    (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid),
    (SELECT concat_ws(' ', r.rngsubtype::pg_catalog.regtype, r.rngsubdiff)
     FROM pg_catalog.pg_range AS r WHERE r.rngtypid = t.oid))
FROM pg_catalog.pg_type AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.typtype IN ('d', 'e', 'r', 'c')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS s WHERE s.oid = t.typrelid AND s.relkind = 'S')
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
