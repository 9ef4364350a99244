-- Foreign keys that CREATE EXTENSION has made: they are there before the rows. One can be dropped for a while by the
-- owner of its table, unless it is a partition's share of a key of the whole; to make it again needs a right to the
-- other table, too.
SELECT own.nspname, referencing.relname, other.nspname, referenced.relname, c.conname,
       pg_catalog.pg_get_constraintdef(c.oid) AS definition,
       coalesce(pg_catalog.obj_description(c.oid, 'pg_constraint'), '') AS comment,
       coalesce(pg_catalog.to_jsonb(c) ->> 'conparentid', '0') = '0'
           AND pg_catalog.pg_has_role(referencing.relowner, 'USAGE')
           AND pg_catalog.has_table_privilege(referenced.oid, 'REFERENCES') AS droppable
FROM pg_catalog.pg_constraint AS c
JOIN pg_catalog.pg_class AS referencing ON referencing.oid = c.conrelid
JOIN pg_catalog.pg_namespace AS own ON own.oid = referencing.relnamespace
JOIN pg_catalog.pg_class AS referenced ON referenced.oid = c.confrelid
JOIN pg_catalog.pg_namespace AS other ON other.oid = referenced.relnamespace
WHERE c.contype = 'f'
  AND EXISTS (SELECT FROM pg_catalog.pg_depend AS d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = c.conrelid
                AND d.deptype = 'e')
ORDER BY 1, 2, 5
