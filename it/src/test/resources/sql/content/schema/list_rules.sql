-- Newer versions leave out what need not qualify a column.
SELECT concat_ws(' ', quote_ident(r.rulename), r.ev_class::pg_catalog.regclass, r.ev_enabled,
    regexp_replace(pg_catalog.pg_get_ruledef(r.oid), '(\m[a-z_0-9]+|"([^"]|"")+")\.(?=[a-z_0-9"])', '', 'g'))
FROM pg_catalog.pg_rewrite AS r
    JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
