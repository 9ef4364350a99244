SELECT concat_ws(' ', pg_catalog.pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisprimary, i.indisclustered,
    i.indisreplident,
    (SELECT p.inhparent::pg_catalog.regclass FROM pg_catalog.pg_inherits AS p WHERE p.inhrelid = i.indexrelid))
FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
