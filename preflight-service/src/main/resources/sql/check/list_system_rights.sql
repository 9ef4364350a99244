-- Rights on objects of pg_catalog that are not those which they came with: pg_dump writes them as GRANT and REVOKE.
-- (It leaves information_schema out.)
WITH object (class, oid, attnum, name, acl, usual) AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0, pg_catalog.format('ON TABLE pg_catalog.%I', c.relname),
           c.relacl, pg_catalog.acldefault('r', c.relowner)
    FROM pg_catalog.pg_class AS c
    WHERE c.oid < 16384 AND c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND c.relkind IN ('r', 'v')
      AND c.relacl IS NOT NULL
    UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, a.attnum,
           pg_catalog.format('(%I) ON TABLE pg_catalog.%I', a.attname, c.relname),
           a.attacl, pg_catalog.acldefault('c', c.relowner)
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE c.oid < 16384 AND c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND a.attacl IS NOT NULL
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0,
           pg_catalog.format('ON FUNCTION pg_catalog.%I(%s)', p.proname,
                             pg_catalog.pg_get_function_identity_arguments(p.oid)),
           p.proacl, pg_catalog.acldefault('f', p.proowner)
    FROM pg_catalog.pg_proc AS p
    WHERE p.oid < 16384 AND p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace AND p.proacl IS NOT NULL
), compared AS (
    SELECT object.name, object.acl, coalesce(i.initprivs, object.usual) AS first
    FROM object
    LEFT JOIN pg_catalog.pg_init_privs AS i
        ON i.classoid = object.class AND i.objoid = object.oid AND i.objsubid = object.attnum
), differing AS (
    SELECT 'GRANT' AS word, c.name, now.grantee, now.privilege_type
    FROM compared AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.acl) AS now
    WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(c.first) AS f
                      WHERE f.grantee = now.grantee AND f.privilege_type = now.privilege_type)
    UNION
    SELECT 'REVOKE', c.name, f.grantee, f.privilege_type
    FROM compared AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.first) AS f
    WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(c.acl) AS now
                      WHERE now.grantee = f.grantee AND now.privilege_type = f.privilege_type)
)
SELECT word, privilege_type, name,
       CASE grantee WHEN 0 THEN '' ELSE pg_catalog.pg_get_userbyid(grantee) END AS grantee
FROM differing
ORDER BY word, name, privilege_type, grantee
