-- The collations that the server brought, with the encoding for which each one is (-1: any), and whether it is one of
-- those that only servers import which were built with ICU.
SELECT c.collname,
       c.collencoding,
       c.collname LIKE '%-x-icu' AND coalesce(pg_catalog.to_jsonb(c) ->> 'collprovider', 'c') = 'i' AS of_icu
FROM pg_catalog.pg_collation AS c
WHERE c.collnamespace = 'pg_catalog'::pg_catalog.regnamespace
