-- Names of relations under which a statement would now read another relation than the one that this transaction's
-- snapshot has under them. Catalogs are read in the snapshot, names in statements mean what is committed now: a schema
-- that was renamed meanwhile brings other tables under the names of the old ones, and takes no lock on any of them.
-- Before the name is looked up, the size of the relation is asked for, so that the session hears what others committed.
SELECT wanted.number
FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) WITH ORDINALITY
     AS wanted (schema_name, name, number)
LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.schema_name
LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
WHERE c.oid IS NULL
   OR CASE WHEN pg_catalog.pg_relation_size(c.oid) IS NOT NULL
           THEN pg_catalog.to_regclass(pg_catalog.format('%I.%I', wanted.schema_name, wanted.name))::pg_catalog.oid
      END IS DISTINCT FROM c.oid
