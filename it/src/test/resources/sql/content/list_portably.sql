-- Names and definitions, as far as servers since 9.6 agree on their words.
SELECT concat_ws(' ', c.relkind, c.oid::pg_catalog.regclass, c.relpersistence, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
    a.attnotnull AND c.relkind = 'r')
FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'c')
WHERE n.nspname = 'sample' AND c.relkind IN ('r', 'p', 'v', 'm', 'c', 'S')
UNION ALL
SELECT concat_ws(' ', 'constraint', t.conrelid::pg_catalog.regclass, t.conname, pg_catalog.pg_get_constraintdef(t.oid), t.convalidated)
FROM pg_catalog.pg_constraint AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.connamespace
WHERE n.nspname = 'sample' AND t.contype IN ('p', 'u', 'f', 'c', 'x')
UNION ALL
SELECT concat_ws(' ', 'index', regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '), i.indisvalid)
FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'sample'
UNION ALL
SELECT concat_ws(' ', 'trigger', tgrelid::pg_catalog.regclass, tgname, tgfoid::pg_catalog.regproc, tgtype, tgenabled)
FROM pg_catalog.pg_trigger
WHERE NOT tgisinternal
UNION ALL
SELECT concat_ws(' ', 'function', p.oid::pg_catalog.regprocedure, p.prosrc)
FROM pg_catalog.pg_proc AS p
    JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname = 'sample' AND p.prolang <> (SELECT oid FROM pg_catalog.pg_language WHERE lanname = 'internal')
UNION ALL
SELECT concat_ws(' ', 'default', d.adrelid::pg_catalog.regclass, d.adnum, pg_catalog.pg_get_expr(d.adbin, d.adrelid))
FROM pg_catalog.pg_attrdef AS d
    JOIN pg_catalog.pg_class AS c ON c.oid = d.adrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'sample' AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS i WHERE i.inhrelid = d.adrelid)
UNION ALL
SELECT concat_ws(' ', 'rows of view', (SELECT string_agg(v::text, ' ') FROM sample.shown AS v), (SELECT number FROM sample.kept))
UNION ALL
SELECT concat_ws(' ', 'comment', i.type, i.identity, d.description)
FROM pg_catalog.pg_description AS d
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS i
WHERE d.objoid >= 16384
ORDER BY 1
