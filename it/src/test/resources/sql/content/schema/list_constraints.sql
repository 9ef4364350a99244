SELECT concat_ws(' ', nullif(c.conrelid, 0)::pg_catalog.regclass, nullif(c.contypid, 0)::pg_catalog.regtype,
    quote_ident(c.conname), pg_catalog.pg_get_constraintdef(c.oid), c.convalidated, c.conislocal)
FROM pg_catalog.pg_constraint AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
WHERE c.contype <> 'n' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
