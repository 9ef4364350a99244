-- Names of relations and functions in schemas of users, which only a search path finds. What the system has, too, is
-- found without.
SELECT 'RELATION' AS kind, c.relname AS name
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
UNION
SELECT 'FUNCTION', p.proname
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc AS s
                  WHERE s.proname = p.proname AND s.pronamespace = 'pg_catalog'::pg_catalog.regnamespace)
