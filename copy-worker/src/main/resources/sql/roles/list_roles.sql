-- All roles; times as every server reads them.
SELECT rolname,
       rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,
       rolconnlimit,
       CASE WHEN pg_catalog.isfinite(rolvaliduntil)
            THEN pg_catalog.to_char(rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'
            ELSE rolvaliduntil::text END AS valid_until,
       coalesce(pg_catalog.shobj_description(oid, 'pg_authid'), '') AS comment
FROM pg_catalog.pg_roles
ORDER BY rolname
