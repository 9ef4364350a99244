-- Which of these tables have code in the expressions of an index that somebody without powers wrote: the planner of
-- any query on the table evaluates what is constant in it, as whoever asks. With the tables that inherit from them,
-- where a query reads these, too.
WITH RECURSIVE queried (number, relation) AS (
    SELECT wanted.number, c.oid
    FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) WITH ORDINALITY
         AS wanted (schema, name, number)
    JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.schema
    JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
    UNION
    SELECT queried.number, h.inhrelid
    FROM queried
    JOIN pg_catalog.pg_inherits AS h ON h.inhparent = queried.relation
    WHERE ?::boolean
)
SELECT DISTINCT queried.number
FROM queried
JOIN (
    SELECT i.indrelid AS relation, i.indexrelid AS object, 'pg_catalog.pg_class'::pg_catalog.regclass AS class
    FROM pg_catalog.pg_index AS i
    WHERE i.indexprs IS NOT NULL OR i.indpred IS NOT NULL
) AS evaluated ON evaluated.relation = queried.relation
JOIN pg_catalog.pg_depend AS d ON d.classid = evaluated.class AND d.objid = evaluated.object
LEFT JOIN pg_catalog.pg_operator AS o
    ON d.refclassid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND o.oid = d.refobjid
JOIN pg_catalog.pg_proc AS p
    ON p.oid = CASE WHEN d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass THEN d.refobjid
                    ELSE o.oprcode::pg_catalog.oid END
JOIN pg_catalog.pg_roles AS r ON r.oid = p.proowner
WHERE p.oid >= 16384 AND NOT r.rolsuper AND r.rolname <> current_user
