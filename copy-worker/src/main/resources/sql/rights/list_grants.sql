-- All objects of a database that can have grants, and how their rights differ from those that their owner and everybody
-- have by default; those of members of extensions, and of what the server brought, from those that they came with.
-- A grantee is a role, 'public', or '' for the owner. What the server brought is listed only where it differs.
-- Thousands of the server's own functions have neither got rights nor came with some: they are as they came.
WITH of_server AS (
    SELECT oid FROM pg_catalog.pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema')
),
came (class, oid) AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
    UNION
    SELECT classoid, objoid FROM pg_catalog.pg_init_privs
),
object (kind, code, class, oid, number, namespace, name, part, owner, acl) AS (
    SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, CASE relkind WHEN 'S' THEN 's' ELSE 'r' END,
           'pg_catalog.pg_class'::pg_catalog.regclass, oid, 0, relnamespace,
           pg_catalog.quote_ident(relname), '', relowner, relacl
    FROM pg_catalog.pg_class
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'
    UNION ALL
    SELECT 'COLUMN', 'c', 'pg_catalog.pg_class', c.oid, a.attnum, c.relnamespace,
           pg_catalog.quote_ident(c.relname), pg_catalog.quote_ident(a.attname), c.relowner, a.attacl
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relpersistence <> 't'
    UNION ALL
    SELECT 'ROUTINE', 'f', 'pg_catalog.pg_proc', oid, 0, pronamespace,
           pg_catalog.quote_ident(proname) || '(' || pg_catalog.oidvectortypes(proargtypes) || ')', '', proowner, proacl
    FROM pg_catalog.pg_proc
    WHERE proacl IS NOT NULL
       OR pronamespace NOT IN (SELECT oid FROM of_server)
       OR oid IN (SELECT came.oid FROM came WHERE came.class = 'pg_catalog.pg_proc'::pg_catalog.regclass)
    UNION ALL
    SELECT 'TYPE', 'T', 'pg_catalog.pg_type', t.oid, 0, t.typnamespace,
           pg_catalog.quote_ident(t.typname), '', t.typowner, t.typacl
    FROM pg_catalog.pg_type AS t LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
    WHERE t.typtype IN ('b', 'c', 'd', 'e', 'r') AND (t.typrelid = 0 OR c.relkind = 'c')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS element WHERE element.typarray = t.oid)
    UNION ALL
    SELECT 'LANGUAGE', 'l', 'pg_catalog.pg_language', oid, 0, 0, pg_catalog.quote_ident(lanname), '', lanowner, lanacl
    FROM pg_catalog.pg_language
    UNION ALL
    SELECT 'SCHEMA', 'n', 'pg_catalog.pg_namespace', oid, 0, oid, pg_catalog.quote_ident(nspname), '', nspowner, nspacl
    FROM pg_catalog.pg_namespace
    UNION ALL
    SELECT 'FOREIGN DATA WRAPPER', 'F', 'pg_catalog.pg_foreign_data_wrapper', oid, 0, 0,
           pg_catalog.quote_ident(fdwname), '', fdwowner, fdwacl
    FROM pg_catalog.pg_foreign_data_wrapper
    UNION ALL
    SELECT 'FOREIGN SERVER', 'S', 'pg_catalog.pg_foreign_server', oid, 0, 0,
           pg_catalog.quote_ident(srvname), '', srvowner, srvacl
    FROM pg_catalog.pg_foreign_server
    UNION ALL
    SELECT 'DEFAULT PRIVILEGES', CASE defaclobjtype WHEN 'S' THEN 's' ELSE defaclobjtype::text END,
           'pg_catalog.pg_default_acl', oid, 0, defaclnamespace,
           CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                              WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
           pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(defaclrole)), defaclrole, defaclacl
    FROM pg_catalog.pg_default_acl
),
placed AS (
    SELECT o.*, n.nspname, i.initprivs,
           CASE WHEN m.objid IS NOT NULL THEN 'EXTENSION'
                WHEN n.nspname IN ('pg_catalog', 'information_schema') OR kind = 'LANGUAGE' AND o.oid < 16384
                     THEN 'SERVER'
                ELSE 'DATABASE' END AS origin
    FROM object AS o
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = o.namespace
    LEFT JOIN (
        SELECT DISTINCT d.classid, d.objid FROM pg_catalog.pg_depend AS d WHERE d.deptype = 'e'
    ) AS m ON m.classid = o.class AND m.objid = o.oid
    LEFT JOIN pg_catalog.pg_init_privs AS i ON i.classoid = o.class AND i.objoid = o.oid AND i.objsubid = o.number
    WHERE n.oid IS NULL
       OR n.nspname NOT IN ('pgconvoy_ledger', 'pgconvoy_lead')
          AND (n.nspname !~ '^pg_' OR n.nspname = 'pg_catalog')
          -- Servers since 12 do not have them.
          AND NOT (n.nspname = 'information_schema'
                   AND o.name IN ('sql_languages', 'sql_packages', 'sql_sizing_profiles'))
),
touched AS (
    SELECT p.*,
           CASE WHEN kind = 'COLUMN' OR kind = 'DEFAULT PRIVILEGES' AND namespace <> 0 THEN NULL
                ELSE pg_catalog.acldefault(code::"char", owner) END AS by_default
    FROM placed AS p
    WHERE p.origin <> 'SERVER' OR p.acl IS NOT NULL OR p.initprivs IS NOT NULL
),
based AS (
    SELECT t.*, coalesce(t.acl, t.by_default) AS has,
           coalesce(CASE WHEN t.origin <> 'DATABASE' THEN t.initprivs END, t.by_default) AS came_with
    FROM touched AS t
)
SELECT b.kind,
       CASE WHEN b.kind = 'SCHEMA' OR b.nspname IS NULL THEN '' ELSE pg_catalog.quote_ident(b.nspname) END AS schema,
       b.name, b.part, b.origin, pg_catalog.pg_get_userbyid(b.owner) AS owner,
       d.taken, d.privilege_type, d.with_option,
       CASE d.grantee WHEN 0 THEN 'public' WHEN b.owner THEN '' ELSE pg_catalog.pg_get_userbyid(d.grantee) END
FROM based AS b
LEFT JOIN LATERAL (
    (SELECT false AS taken, a.grantee, a.privilege_type, o.with_option
     FROM pg_catalog.aclexplode(b.has) AS a JOIN (VALUES (false), (true)) AS o (with_option)
          ON a.is_grantable OR NOT o.with_option
     WHERE b.has IS DISTINCT FROM b.came_with
     EXCEPT
     SELECT false, a.grantee, a.privilege_type, o.with_option
     FROM pg_catalog.aclexplode(b.came_with) AS a JOIN (VALUES (false), (true)) AS o (with_option)
          ON a.is_grantable OR NOT o.with_option
     WHERE b.has IS DISTINCT FROM b.came_with)
    UNION ALL
    (SELECT true, a.grantee, a.privilege_type, o.with_option
     FROM pg_catalog.aclexplode(b.came_with) AS a JOIN (VALUES (false), (true)) AS o (with_option)
          ON a.is_grantable OR NOT o.with_option
     WHERE b.has IS DISTINCT FROM b.came_with
     EXCEPT
     SELECT true, a.grantee, a.privilege_type, o.with_option
     FROM pg_catalog.aclexplode(b.has) AS a JOIN (VALUES (false), (true)) AS o (with_option)
          ON a.is_grantable OR NOT o.with_option
     WHERE b.has IS DISTINCT FROM b.came_with)
) AS d ON true
WHERE b.origin <> 'SERVER' OR d.grantee IS NOT NULL
