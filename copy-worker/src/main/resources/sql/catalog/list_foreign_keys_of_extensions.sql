-- Foreign keys that CREATE EXTENSION has made: they are there before the rows.
SELECT own.nspname, referencing.relname, other.nspname, referenced.relname
FROM pg_catalog.pg_constraint AS c
JOIN pg_catalog.pg_class AS referencing ON referencing.oid = c.conrelid
JOIN pg_catalog.pg_namespace AS own ON own.oid = referencing.relnamespace
JOIN pg_catalog.pg_class AS referenced ON referenced.oid = c.confrelid
JOIN pg_catalog.pg_namespace AS other ON other.oid = referenced.relnamespace
WHERE c.contype = 'f'
  AND c.conrelid <> c.confrelid
  AND EXISTS (SELECT FROM pg_catalog.pg_depend AS d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.objid = c.conrelid
                AND d.deptype = 'e')
