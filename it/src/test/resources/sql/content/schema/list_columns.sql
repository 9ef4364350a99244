-- A dump puts inherited columns first, so a child's own may get other positions.
SELECT concat_ws(' ', a.attrelid::pg_catalog.regclass,
    CASE WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE i.inhrelid = a.attrelid)
        THEN row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum) END,
    quote_ident(a.attname), pg_catalog.format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'NOT NULL' END, a.attidentity, a.attgenerated, a.attstorage,
    CASE WHEN a.attislocal THEN 'local' END, a.attinhcount, a.attoptions::text, a.attacl::text,
    nullif(a.attstattarget, -1),
    (SELECT coll.collname FROM pg_catalog.pg_collation AS coll WHERE coll.oid = a.attcollation),
    pg_catalog.pg_get_expr(d.adbin, d.adrelid))
FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
