-- Functions with a body of text that the target runs while it is filled: in indexes, constraints, generated columns,
-- statistics and materialized views. Those with a search path of their own find their names.
WITH caller AS (
    SELECT d.refobjid AS function, pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) AS described
    FROM pg_catalog.pg_depend AS d
    LEFT JOIN pg_catalog.pg_class AS c ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid
    LEFT JOIN pg_catalog.pg_attrdef AS f ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND f.oid = d.objid
    LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
    LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
    LEFT JOIN pg_catalog.pg_class AS v ON v.oid = r.ev_class
    WHERE d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
      AND d.refobjid >= 16384
      AND (c.relkind IN ('i', 'I', 'p', 'r')
           OR d.classid IN ('pg_catalog.pg_constraint'::pg_catalog.regclass,
                            pg_catalog.to_regclass('pg_catalog.pg_statistic_ext'))
           OR pg_catalog.to_jsonb(a) ->> 'attgenerated' = 's'
           OR v.relkind = 'm')
)
SELECT p.oid::pg_catalog.regprocedure::text AS function,
       CASE WHEN encoding.is_of_text THEN p.prosrc END,
       pg_catalog.convert_to(p.prosrc, encoding.name),
       pg_catalog.array_agg(DISTINCT caller.described ORDER BY caller.described) AS callers
FROM caller
JOIN pg_catalog.pg_proc AS p ON p.oid = caller.function
JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
CROSS JOIN (
    SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
               OR name IN ('LATIN6', 'LATIN8') AS is_of_text
    FROM pg_catalog.getdatabaseencoding() AS own (name)
) AS encoding
WHERE l.lanname NOT IN ('c', 'internal')
  AND pg_catalog.to_jsonb(p) ->> 'prosqlbody' IS NULL
  AND NOT EXISTS (SELECT FROM pg_catalog.unnest(p.proconfig) AS s (setting)
                  WHERE s.setting LIKE 'search\_path=%')
GROUP BY p.oid, p.prosrc, encoding.name, encoding.is_of_text
ORDER BY 1
