-- Procedural languages that belong to no extension: pg_dump writes a CREATE PROCEDURAL LANGUAGE for each. It does not
-- name a handler in pg_catalog, so that the target must know such a language by its name.
SELECT l.lanname,
       n.nspname AS handler_schema,
       coalesce(h.probin, '') AS handler_library
FROM pg_catalog.pg_language AS l
JOIN pg_catalog.pg_proc AS h ON h.oid = l.lanplcallfoid
JOIN pg_catalog.pg_namespace AS n ON n.oid = h.pronamespace
WHERE l.lanispl
  AND l.oid >= 16384
  AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend AS d
      WHERE d.classid = 'pg_catalog.pg_language'::pg_catalog.regclass AND d.objid = l.oid AND d.deptype = 'e')
ORDER BY l.lanname
