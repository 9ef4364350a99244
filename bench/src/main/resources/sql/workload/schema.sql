-- Many definitions, few rows. psql -v scale=1 makes 2,000 functions, 3,000 views, 500 policies, 2,000 comments and grants.
SELECT (500 * :scale)::integer AS tables, (2000 * :scale)::integer AS functions, (30 * :scale)::integer AS stacks \gset
BEGIN;
SELECT format('CREATE TABLE base_%s (id integer PRIMARY KEY, name text)', t) FROM generate_series(1, :tables) AS t \gexec
SELECT format('INSERT INTO base_%s VALUES (1, %L)', t, t) FROM generate_series(1, :tables) AS t \gexec
SELECT format(
    'CREATE FUNCTION rule_%s(n integer) RETURNS integer LANGUAGE plpgsql STABLE AS %L',
    f, format('BEGIN RETURN n + %s; END', f))
FROM generate_series(1, :functions) AS f \gexec
SELECT format(
    'CREATE VIEW look_%s_%s AS SELECT id, name || %L AS name FROM %I',
    s, d, d, CASE d WHEN 1 THEN 'base_' || (1 + s % :tables) ELSE format('look_%s_%s', s, d - 1) END)
FROM generate_series(1, :stacks) AS s, generate_series(1, 100) AS d ORDER BY s, d \gexec
SELECT format('ALTER TABLE base_%s ENABLE ROW LEVEL SECURITY', t) FROM generate_series(1, :tables) AS t \gexec
SELECT format('CREATE POLICY own_rows ON base_%s USING (id > 0)', t) FROM generate_series(1, :tables) AS t \gexec
SELECT format('COMMENT ON FUNCTION rule_%s(integer) IS %L', f, 'Adds ' || f) FROM generate_series(1, :functions) AS f \gexec
SELECT format('GRANT SELECT ON look_%s_%s TO PUBLIC', s, d)
FROM generate_series(1, :stacks) AS s, generate_series(1, 66) AS d \gexec
COMMIT;
