-- Partitions whose rows may belong to other partitions on another server: those of a hash over enums, whose values are
-- hashed by OID. With each the table that is partitioned so, the outermost one.
WITH RECURSIVE tree (root, relid, depth) AS (
    SELECT p.partrelid, p.partrelid, 0
    FROM pg_catalog.pg_partitioned_table AS p
    WHERE p.partstrat = 'h'
      AND (EXISTS (
               SELECT
               FROM pg_catalog.unnest(p.partattrs::int2[]) AS key (attnum)
               JOIN pg_catalog.pg_attribute AS a ON a.attrelid = p.partrelid AND a.attnum = key.attnum
               JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
               LEFT JOIN pg_catalog.pg_type AS inner_ ON inner_.oid IN (t.typelem, t.typbasetype) AND inner_.oid <> 0
               WHERE 'e' IN (t.typtype, inner_.typtype) OR t.typtype IN ('c', 'r'))
           OR p.partexprs IS NOT NULL)
    UNION ALL
    SELECT tree.root, i.inhrelid, tree.depth + 1
    FROM tree
    JOIN pg_catalog.pg_inherits AS i ON i.inhparent = tree.relid
)
SELECT DISTINCT ON (tree.relid) n.nspname, c.relname, rn.nspname, r.relname
FROM tree
JOIN pg_catalog.pg_class AS c ON c.oid = tree.relid AND c.relkind = 'r'
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class AS r ON r.oid = tree.root
JOIN pg_catalog.pg_namespace AS rn ON rn.oid = r.relnamespace
ORDER BY tree.relid, tree.depth DESC
