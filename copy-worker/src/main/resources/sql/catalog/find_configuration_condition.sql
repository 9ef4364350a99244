-- Which rows of a table its extension calls its user's own.
SELECT e.extcondition[config.number]
FROM pg_catalog.pg_extension AS e
CROSS JOIN LATERAL pg_catalog.unnest(e.extconfig) WITH ORDINALITY AS config (oid, number)
WHERE config.oid = ?::pg_catalog.regclass
