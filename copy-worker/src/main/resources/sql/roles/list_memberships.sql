-- Who is in which role. Before 16 a member inherits as its own attribute says, and may always SET ROLE.
SELECT g.rolname AS role,
       m.rolname AS member,
       pg_catalog.bool_or(a.admin_option) AS admin,
       pg_catalog.bool_or(coalesce((pg_catalog.to_jsonb(a) ->> 'inherit_option')::boolean, m.rolinherit)) AS inherit,
       pg_catalog.bool_or(coalesce((pg_catalog.to_jsonb(a) ->> 'set_option')::boolean, true)) AS set
FROM pg_catalog.pg_auth_members AS a
JOIN pg_catalog.pg_roles AS g ON g.oid = a.roleid
JOIN pg_catalog.pg_roles AS m ON m.oid = a.member
GROUP BY g.rolname, m.rolname
ORDER BY g.rolname, m.rolname
