-- How the rights on some large objects differ from those that their owner has by default.
SELECT 'LARGE OBJECT' AS kind, '' AS schema, m.oid::text AS name, '' AS part, 'DATABASE' AS origin,
       pg_catalog.pg_get_userbyid(m.lomowner) AS owner,
       d.taken, d.privilege_type, d.with_option,
       CASE d.grantee WHEN 0 THEN 'public' WHEN m.lomowner THEN '' ELSE pg_catalog.pg_get_userbyid(d.grantee) END
FROM pg_catalog.pg_largeobject_metadata AS m
LEFT JOIN LATERAL (
    (SELECT false AS taken, a.grantee, a.privilege_type, o.with_option
     FROM pg_catalog.aclexplode(m.lomacl) AS a JOIN (VALUES (false), (true)) AS o (with_option)
          ON a.is_grantable OR NOT o.with_option
     EXCEPT
     SELECT false, a.grantee, a.privilege_type, false
     FROM pg_catalog.aclexplode(pg_catalog.acldefault('L', m.lomowner)) AS a)
    UNION ALL
    (SELECT true, a.grantee, a.privilege_type, false
     FROM pg_catalog.aclexplode(pg_catalog.acldefault('L', m.lomowner)) AS a
     EXCEPT
     SELECT true, a.grantee, a.privilege_type, false FROM pg_catalog.aclexplode(m.lomacl) AS a)
) AS d ON m.lomacl IS NOT NULL
WHERE m.oid = ANY (?::pg_catalog.oid[])
