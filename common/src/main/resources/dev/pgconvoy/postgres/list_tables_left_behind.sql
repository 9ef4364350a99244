-- Tables that hold something and are not copied: those that belong to an extension without being its configuration, and
-- those that users made in the system's own schemas. Whether there are rows is asked table by table; this finds the
-- ones to ask.
SELECT n.nspname,
       c.relname,
       coalesce(owner.extname, '') AS extension,
       pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
    SELECT e.extname, c.oid = ANY (e.extconfig) AS configures
    FROM pg_catalog.pg_depend AS d
    JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND d.objid = c.oid
      AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
      AND d.deptype = 'e'
) AS owner ON true
WHERE c.relkind = 'r'
  AND c.relpersistence <> 't'
  AND c.oid >= 16384
  AND n.nspname !~ '^pg_(toast|temp)'
  -- To ask for the size waits for whoever has locked the table, so that no other tables are asked.
  AND CASE WHEN owner.extname IS NOT NULL THEN owner.configures IS NOT TRUE
           -- Who has made information_schema anew has made its own tables anew.
           ELSE n.nspname ~ '^pg_' OR n.nspname = 'information_schema' AND c.relname !~ '^sql_'
      END
      AND CASE WHEN owner.extname IS NOT NULL OR n.nspname ~ '^pg_' OR n.nspname = 'information_schema'
               THEN pg_catalog.pg_relation_size(c.oid) > 0
          END
ORDER BY n.nspname, c.relname
