-- Which version of its libraries the server sorts texts with, by locale. Not all tell one.
SELECT DISTINCT c.collprovider::text AS provider,
       coalesce(c.collcollate, pg_catalog.to_jsonb(c) ->> 'colllocale', pg_catalog.to_jsonb(c) ->> 'colliculocale', '')
           AS locale,
       pg_catalog.pg_collation_actual_version(c.oid) AS version
FROM pg_catalog.pg_collation AS c
WHERE c.collprovider IN ('c', 'i')
  AND coalesce(c.collcollate, pg_catalog.to_jsonb(c) ->> 'colllocale', pg_catalog.to_jsonb(c) ->> 'colliculocale', '') = ?
  AND pg_catalog.pg_collation_actual_version(c.oid) IS NOT NULL
