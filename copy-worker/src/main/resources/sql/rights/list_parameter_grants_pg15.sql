-- Who may set or alter which parameter. Nobody may by default; only superusers own them.
SELECT DISTINCT 'PARAMETER' AS kind, '' AS schema, p.parname AS name, '' AS part, 'SERVER' AS origin, '' AS owner,
       false AS taken, a.privilege_type, o.with_option,
       CASE a.grantee WHEN 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(a.grantee) END
FROM pg_catalog.pg_parameter_acl AS p
CROSS JOIN LATERAL pg_catalog.aclexplode(p.paracl) AS a
JOIN (VALUES (false), (true)) AS o (with_option) ON a.is_grantable OR NOT o.with_option
WHERE a.grantee <> 10
