-- Members of extensions that belong to somebody who is neither a superuser nor the extension's owner. pg_dump writes
-- nothing of them.
WITH member AS (
    SELECT e.extname, e.extowner, d.classid, d.objid
    FROM pg_catalog.pg_depend AS d
    JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid
    WHERE d.deptype = 'e' AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
), owned AS (
    SELECT m.extname, m.extowner, m.classid, m.objid, coalesce(c.relowner, p.proowner, t.typowner) AS owner
    FROM member AS m
    LEFT JOIN pg_catalog.pg_class AS c ON m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = m.objid
    LEFT JOIN pg_catalog.pg_proc AS p ON m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = m.objid
    LEFT JOIN pg_catalog.pg_type AS t ON m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = m.objid
)
SELECT o.extname, pg_catalog.pg_describe_object(o.classid, o.objid, 0) AS described, r.rolname
FROM owned AS o
JOIN pg_catalog.pg_roles AS r ON r.oid = o.owner
WHERE NOT r.rolsuper AND o.owner <> o.extowner
ORDER BY 1, 2
