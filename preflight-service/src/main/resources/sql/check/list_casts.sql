-- Casts that users made. Who creates one must own one of its types, and be a superuser where no function is named.
WITH member AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
), type AS (
    SELECT t.oid, pg_catalog.format_type(t.oid, NULL) AS name, n.nspname,
           t.oid >= 16384
               AND NOT EXISTS (SELECT FROM member AS m
                               WHERE m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND m.objid = t.oid)
               AS of_users
    FROM pg_catalog.pg_type AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
)
SELECT pg_catalog.format('%s AS %s', s.name, t.name) AS name,
       c.castmethod = 'b' AS without_function,
       s.of_users OR t.of_users AS of_users,
       s.nspname AS source_schema,
       t.nspname AS target_schema
FROM pg_catalog.pg_cast AS c
JOIN type AS s ON s.oid = c.castsource
JOIN type AS t ON t.oid = c.casttarget
WHERE c.oid >= 16384
  AND NOT EXISTS (SELECT FROM member AS m
                  WHERE m.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND m.objid = c.oid)
ORDER BY 1
