-- How the database is encoded and sorted; the columns for the provider came with 15, 16 and 17.
SELECT pg_catalog.pg_encoding_to_char(encoding),
       datcollate,
       datctype,
       coalesce(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') AS provider,
       coalesce(pg_catalog.to_jsonb(d) ->> 'datlocale', pg_catalog.to_jsonb(d) ->> 'daticulocale', '') AS locale,
       coalesce(pg_catalog.to_jsonb(d) ->> 'daticurules', '') AS rules
FROM pg_catalog.pg_database AS d
WHERE datname = pg_catalog.current_database()
