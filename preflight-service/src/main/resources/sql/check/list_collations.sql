-- What the database needs of the target's operating system and libraries: its own locales, those of collations that
-- users made, and the server's own collations that anything names. Providers of collations came with 10, those of
-- databases with 15.
WITH used AS (
    SELECT attcollation AS id FROM pg_catalog.pg_attribute
    UNION SELECT typcollation FROM pg_catalog.pg_type
    UNION SELECT pg_catalog.unnest(indcollation::oid[]) FROM pg_catalog.pg_index
    UNION SELECT refobjid FROM pg_catalog.pg_depend WHERE refclassid = 'pg_catalog.pg_collation'::pg_catalog.regclass
), database AS (
    SELECT d.datcollate, d.datctype, d.encoding,
           coalesce(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') AS provider
    FROM pg_catalog.pg_database AS d
    WHERE d.datname = pg_catalog.current_database()
), made AS (
    SELECT n.nspname, c.collname, c.collcollate, c.collctype,
           coalesce(pg_catalog.to_jsonb(c) ->> 'collprovider', 'c') AS provider
    FROM pg_catalog.pg_collation AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend AS d
          WHERE d.classid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
)
SELECT 'LOCALE_OF_DATABASE' AS kind, of.locale AS name, '' AS schema, '' AS made, encoding
FROM database CROSS JOIN LATERAL (VALUES (datcollate), (datctype)) AS of (locale)
UNION
SELECT 'ICU_OF_DATABASE', 'ICU', '', '', encoding FROM database WHERE provider = 'i'
UNION
SELECT 'LOCALE_OF_COLLATION', of.locale, made.nspname, made.collname, encoding
FROM database, made CROSS JOIN LATERAL (VALUES (made.collcollate), (made.collctype)) AS of (locale)
WHERE made.provider = 'c' AND of.locale IS NOT NULL
UNION
SELECT 'ICU_OF_COLLATION', 'ICU', made.nspname, made.collname, encoding FROM database, made WHERE made.provider = 'i'
UNION
SELECT 'COLLATION', c.collname, '', '', encoding
FROM database, pg_catalog.pg_collation AS c
WHERE c.collnamespace = 'pg_catalog'::pg_catalog.regnamespace AND c.oid IN (SELECT id FROM used)
ORDER BY 1, 2, 3, 4
