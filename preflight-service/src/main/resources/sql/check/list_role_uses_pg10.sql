-- Roles that own something, are named by something (a policy, a user mapping) or are granted something, by schema, as
-- far as pg_dump moves it. Of what a role owns the first objects are described, each in a row with the number of all.
-- The schema public of a server before 15 belongs to its first superuser, later to pg_database_owner: neither counts.
-- Nor does what only a superuser may own (foreign-data wrappers, event triggers, publications of all tables): that it
-- may be refused is told by a check of its own.
WITH member AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
), object (class, oid, namespace, owner, acl) AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, oid, relnamespace, relowner, relacl FROM pg_catalog.pg_class
    WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relpersistence <> 't'
    UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, pronamespace, proowner, proacl FROM pg_catalog.pg_proc
    UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, t.typnamespace, t.typowner, t.typacl
              FROM pg_catalog.pg_type AS t
              LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
              WHERE t.typtype IN ('d', 'e', 'r') OR t.typtype = 'b' AND t.typelem = 0 OR c.relkind = 'c'
    UNION ALL SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid, oid, nspowner, nspacl
              FROM pg_catalog.pg_namespace
              WHERE nspname <> 'public' OR nspowner NOT IN (10, 6171)
    UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid, oprnamespace, oprowner, NULL FROM pg_catalog.pg_operator
    UNION ALL SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid, opcnamespace, opcowner, NULL FROM pg_catalog.pg_opclass
    UNION ALL SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid, opfnamespace, opfowner, NULL FROM pg_catalog.pg_opfamily
    UNION ALL SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid, collnamespace, collowner, NULL FROM pg_catalog.pg_collation
    UNION ALL SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, oid, connamespace, conowner, NULL FROM pg_catalog.pg_conversion
    UNION ALL SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid, cfgnamespace, cfgowner, NULL FROM pg_catalog.pg_ts_config
    UNION ALL SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid, dictnamespace, dictowner, NULL FROM pg_catalog.pg_ts_dict
    UNION ALL SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid, 0::oid, lanowner, lanacl FROM pg_catalog.pg_language
    UNION ALL SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, oid, 0::oid, srvowner, srvacl FROM pg_catalog.pg_foreign_server
    UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, oid, stxnamespace, stxowner, NULL
              FROM pg_catalog.pg_statistic_ext
    UNION ALL SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, oid, 0::oid, pubowner, NULL
              FROM pg_catalog.pg_publication
              WHERE NOT puballtables
    UNION ALL SELECT 'pg_catalog.pg_largeobject'::pg_catalog.regclass, oid, 0::oid, lomowner, lomacl
              FROM pg_catalog.pg_largeobject_metadata
), named AS (
    SELECT object.*, n.nspname
    FROM object
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = object.namespace
    WHERE (object.oid >= 16384 OR class IN ('pg_catalog.pg_largeobject'::pg_catalog.regclass,
                                            'pg_catalog.pg_namespace'::pg_catalog.regclass))
      AND coalesce(n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgconvoy_ledger', 'pgconvoy_lead'),
                   object.namespace = 0)
      AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = class AND m.objid = object.oid)
), numbered AS (
    SELECT class, oid, owner, nspname,
           pg_catalog.row_number() OVER (PARTITION BY owner, nspname ORDER BY class, oid) AS place,
           pg_catalog.count(*) OVER (PARTITION BY owner, nspname) AS objects
    FROM named
)
SELECT 'OWNED' AS tie, pg_catalog.pg_get_userbyid(owner) AS role, nspname,
       pg_catalog.pg_describe_object(class, oid, 0) AS described, objects
FROM numbered
WHERE place <= 10
UNION
SELECT 'NAMED', pg_catalog.pg_get_userbyid(mentioned.role), nspname, NULL, 0
FROM pg_catalog.pg_policy AS p
JOIN named ON named.oid = p.polrelid AND class = 'pg_catalog.pg_class'::pg_catalog.regclass
CROSS JOIN LATERAL pg_catalog.unnest(p.polroles) AS mentioned (role)
WHERE mentioned.role <> 0
UNION
SELECT 'NAMED', usename, NULL, NULL, 0 FROM pg_catalog.pg_user_mappings WHERE umuser <> 0
UNION
SELECT 'GRANTED', pg_catalog.pg_get_userbyid(a.grantee), nspname, NULL, 0
FROM named
CROSS JOIN LATERAL pg_catalog.aclexplode(acl) AS a
WHERE a.grantee <> 0
ORDER BY 1, 2, 3, 4
