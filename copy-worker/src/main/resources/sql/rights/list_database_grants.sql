-- How the rights on some databases differ from those that their owner and everybody have by default.
SELECT 'DATABASE' AS kind, '' AS schema, pg_catalog.quote_ident(b.datname) AS name, '' AS part, 'DATABASE' AS origin,
       pg_catalog.pg_get_userbyid(b.datdba) AS owner,
       d.taken, d.privilege_type, d.with_option,
       CASE d.grantee WHEN 0 THEN 'public' WHEN b.datdba THEN '' ELSE pg_catalog.pg_get_userbyid(d.grantee) END
FROM pg_catalog.pg_database AS b
LEFT JOIN LATERAL (
    (SELECT false AS taken, a.grantee, a.privilege_type, o.with_option
     FROM pg_catalog.aclexplode(b.datacl) AS a JOIN (VALUES (false), (true)) AS o (with_option)
          ON a.is_grantable OR NOT o.with_option
     EXCEPT
     SELECT false, a.grantee, a.privilege_type, false
     FROM pg_catalog.aclexplode(pg_catalog.acldefault('d', b.datdba)) AS a)
    UNION ALL
    (SELECT true, a.grantee, a.privilege_type, false
     FROM pg_catalog.aclexplode(pg_catalog.acldefault('d', b.datdba)) AS a
     EXCEPT
     SELECT true, a.grantee, a.privilege_type, false FROM pg_catalog.aclexplode(b.datacl) AS a)
) AS d ON b.datacl IS NOT NULL
WHERE b.datname = ANY (?)
