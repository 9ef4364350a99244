-- Indexes that pg_dump leaves out: what an interrupted CREATE INDEX CONCURRENTLY leaves behind. An index of a partitioned
-- table is only not valid as long as partitions lack theirs; that one is dumped.
SELECT n.nspname, c.relname
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE NOT (i.indisready AND (i.indisvalid OR t.relkind = 'p'))
  AND n.nspname !~ '^pg_'
ORDER BY n.nspname, c.relname
