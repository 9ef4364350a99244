-- A small application's database: 20 tables of 1,000 rows, each with a primary key and an index.
SELECT (1000 * :scale)::integer AS rows \gset
BEGIN;
SELECT format('CREATE TABLE item_%s (id integer PRIMARY KEY, name text NOT NULL, price numeric, made timestamptz)', t)
FROM generate_series(1, 20) AS t \gexec
SELECT format(
    'INSERT INTO item_%s SELECT i, md5((i * %s)::text), i / 7.0, timestamptz ''2000-01-01 00:00:00+00'' + i * interval ''1 hour'' FROM generate_series(1, %s) AS i',
    t, t, :rows)
FROM generate_series(1, 20) AS t \gexec
SELECT format('CREATE INDEX item_%1$s_name ON item_%1$s (name)', t) FROM generate_series(1, 20) AS t \gexec
COMMIT;
