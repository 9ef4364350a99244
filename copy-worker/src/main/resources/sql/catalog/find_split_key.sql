-- The first column of a usable index, a unique one before others: by its values a table can be read in parts.
SELECT a.attname, greatest(c.reltuples, 1)::float8
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_am AS m ON m.oid = x.relam AND m.amname = 'btree'
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
WHERE i.indrelid = ?::pg_catalog.regclass
  AND i.indisvalid
  AND i.indpred IS NULL
  AND i.indkey[0] > 0
  AND t.typtype = 'b'
  AND t.oid < 16384
ORDER BY i.indisprimary DESC, i.indisunique DESC, x.relpages
LIMIT 1
