-- Rights on objects of pg_catalog that are not those which they came with: pg_dump writes them as GRANT and REVOKE.
-- (It leaves information_schema out.) Names are made last, because most objects have what they came with.
WITH object (class, oid, attnum, acl, usual) AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0, c.relacl, pg_catalog.acldefault('r', c.relowner)
    FROM pg_catalog.pg_class AS c
    WHERE c.oid < 16384 AND c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND c.relkind IN ('r', 'v')
      AND c.relacl IS NOT NULL
    UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, a.attnum, a.attacl,
           pg_catalog.acldefault('c', c.relowner)
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE c.oid < 16384 AND c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND a.attacl IS NOT NULL
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0, p.proacl, pg_catalog.acldefault('f', p.proowner)
    FROM pg_catalog.pg_proc AS p
    WHERE p.oid < 16384 AND p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace AND p.proacl IS NOT NULL
), compared AS (
    SELECT object.class, object.oid, object.attnum, object.acl, coalesce(i.initprivs, object.usual) AS first
    FROM object
    LEFT JOIN pg_catalog.pg_init_privs AS i
        ON i.classoid = object.class AND i.objoid = object.oid AND i.objsubid = object.attnum
    WHERE object.acl <> coalesce(i.initprivs, object.usual)
), differing AS (
    SELECT 'GRANT' AS word, c.class, c.oid, c.attnum, now.grantee, now.privilege_type
    FROM compared AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.acl) AS now
    WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(c.first) AS f
                      WHERE f.grantee = now.grantee AND f.privilege_type = now.privilege_type)
    UNION
    SELECT 'REVOKE', c.class, c.oid, c.attnum, f.grantee, f.privilege_type
    FROM compared AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.first) AS f
    WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(c.acl) AS now
                      WHERE now.grantee = f.grantee AND now.privilege_type = f.privilege_type)
)
SELECT d.word, d.privilege_type,
       CASE WHEN p.oid IS NOT NULL
            THEN pg_catalog.format('ON FUNCTION pg_catalog.%I(%s)', p.proname,
                                   pg_catalog.pg_get_function_identity_arguments(p.oid))
            WHEN a.attnum IS NOT NULL
            THEN pg_catalog.format('(%I) ON TABLE pg_catalog.%I', a.attname, c.relname)
            ELSE pg_catalog.format('ON TABLE pg_catalog.%I', c.relname)
       END AS name,
       CASE d.grantee WHEN 0 THEN '' ELSE pg_catalog.pg_get_userbyid(d.grantee) END AS grantee
FROM differing AS d
LEFT JOIN pg_catalog.pg_proc AS p ON d.class = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = d.oid
LEFT JOIN pg_catalog.pg_class AS c ON d.class = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.oid
LEFT JOIN pg_catalog.pg_attribute AS a ON d.attnum <> 0 AND a.attrelid = c.oid AND a.attnum = d.attnum
ORDER BY 1, 3, 2, 4
