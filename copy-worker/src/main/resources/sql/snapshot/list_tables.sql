-- What makes a table the one that it is: its identity, its name, the file of its rows and its columns. Read inside the
-- snapshot and outside of it, a difference says that the table was dropped, swapped, emptied, rewritten or altered.
-- A sum needs no order.
SELECT c.oid::int8,
       n.nspname,
       c.relname,
       c.relfilenode::int8,
       coalesce(columns.hash, 0) AS columns
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN (
    SELECT attrelid,
           pg_catalog.sum(pg_catalog.hashtext(pg_catalog.concat(attnum, ' ', atttypid, ' ', attname))::int8)::int8 AS hash
    FROM pg_catalog.pg_attribute
    WHERE attnum > 0 AND NOT attisdropped
    GROUP BY attrelid
) AS columns ON columns.attrelid = c.oid
WHERE c.relkind = 'r'
  AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname !~ '^pg_'
