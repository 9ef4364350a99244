-- 200 schemas of 25 tables at scale 1; each table refers to one in its own schema and one in the next.
SELECT (200 * :scale)::integer AS schemas \gset
BEGIN;
SELECT format('CREATE SCHEMA tenant_%s', s) FROM generate_series(1, :schemas) AS s \gexec
SELECT format('CREATE TABLE tenant_%s.thing_%s (id integer PRIMARY KEY, near integer, far integer)', s, t)
FROM generate_series(1, :schemas) AS s, generate_series(1, 25) AS t \gexec
SELECT format('INSERT INTO tenant_%s.thing_%s SELECT i, i, i FROM generate_series(1, 10) AS i', s, t)
FROM generate_series(1, :schemas) AS s, generate_series(1, 25) AS t \gexec
COMMIT;
BEGIN;
SELECT format('ALTER TABLE tenant_%s.thing_%s ADD FOREIGN KEY (near) REFERENCES tenant_%s.thing_%s', s, t, s, t - 1)
FROM generate_series(1, :schemas) AS s, generate_series(2, 25) AS t \gexec
COMMIT;
BEGIN;
SELECT format('ALTER TABLE tenant_%s.thing_%s ADD FOREIGN KEY (far) REFERENCES tenant_%s.thing_%s', s, t, 1 + s % :schemas, t)
FROM generate_series(1, :schemas) AS s, generate_series(1, 25, 5) AS t \gexec
COMMIT;
