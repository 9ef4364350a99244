SELECT format('%s super %s inherit %s createrole %s createdb %s login %s replication %s bypassrls %s limit %s until %s password %s comment %s settings %s',
              r.rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit,
              rolvaliduntil AT TIME ZONE 'UTC', rolpassword, shobj_description(r.oid, 'pg_authid'),
              (SELECT string_agg(coalesce(d.datname, 'anywhere') || ':' || s.setconfig::text, ' ' ORDER BY d.datname)
               FROM pg_db_role_setting AS s LEFT JOIN pg_database AS d ON d.oid = s.setdatabase WHERE s.setrole = r.oid))
FROM pg_authid AS r
WHERE rolname !~ '^pg_' AND rolname NOT IN ('postgres', 'mover')
UNION ALL
SELECT DISTINCT format('%s in %s admin %s', m.rolname, g.rolname, a.admin_option)
FROM pg_auth_members AS a JOIN pg_roles AS g ON g.oid = a.roleid JOIN pg_roles AS m ON m.oid = a.member
WHERE m.rolname !~ '^pg_' AND m.rolname <> 'mover'
ORDER BY 1
