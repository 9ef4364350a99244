-- Foreign keys that the source counts as valid, as conditions that are true for a row without its parent. Partitions
-- have no keys of their own to be asked.
SELECT 'FOREIGN_KEY' AS kind, cn.nspname, c.relname, k.conname AS name,
       pg_catalog.format(
           '%s AND NOT EXISTS (SELECT FROM %s%I.%I AS parent WHERE %s)',
           pg_catalog.string_agg(pg_catalog.format('child.%I IS NOT NULL', ca.attname), ' AND ' ORDER BY col.n),
           CASE p.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END, pn.nspname, p.relname,
           pg_catalog.string_agg(
               pg_catalog.format('parent.%I OPERATOR(%I.%s) child.%I', pa.attname, opn.nspname, o.oprname, ca.attname),
               ' AND ' ORDER BY col.n)) AS bad,
       NULL::bytea AS bytes,
       pg_catalog.bool_or(o.oid >= 16384 OR ca.atttypid <> pa.atttypid AND (ca.atttypid >= 16384 OR pa.atttypid >= 16384))
           AS calls_users,
       c.relkind = 'r' AS alone
FROM pg_catalog.pg_constraint AS k
JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace AS cn ON cn.oid = c.relnamespace
JOIN pg_catalog.pg_class AS p ON p.oid = k.confrelid
JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.relnamespace
CROSS JOIN LATERAL pg_catalog.generate_subscripts(k.conkey, 1) AS col (n)
JOIN pg_catalog.pg_attribute AS ca ON ca.attrelid = c.oid AND ca.attnum = k.conkey[col.n]
JOIN pg_catalog.pg_attribute AS pa ON pa.attrelid = p.oid AND pa.attnum = k.confkey[col.n]
JOIN pg_catalog.pg_operator AS o ON o.oid = k.conpfeqop[col.n]
JOIN pg_catalog.pg_namespace AS opn ON opn.oid = o.oprnamespace
WHERE k.contype = 'f' AND k.convalidated
  AND coalesce((pg_catalog.to_jsonb(k) ->> 'conparentid')::oid, 0) = 0
  AND pg_catalog.has_schema_privilege(cn.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
  AND pg_catalog.has_schema_privilege(pn.oid, 'USAGE') AND pg_catalog.has_table_privilege(p.oid, 'SELECT')
GROUP BY k.oid, k.conname, cn.nspname, c.relname, c.relkind, pn.nspname, p.relname, p.relkind
ORDER BY 2, 3, 4
