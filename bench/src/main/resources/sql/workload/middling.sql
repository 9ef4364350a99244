-- 300 tables of about 1 MB at scale 1.
SELECT (300 * :scale)::integer AS tables \gset
BEGIN;
SELECT format('CREATE TABLE part_%s (id integer PRIMARY KEY, name text NOT NULL, note text)', t)
FROM generate_series(1, :tables) AS t \gexec
SELECT format(
    'INSERT INTO part_%s SELECT i, md5((i * %s)::text), repeat(md5(i::text), 2) FROM generate_series(1, 7000) AS i', t, t)
FROM generate_series(1, :tables) AS t \gexec
SELECT format('CREATE INDEX part_%1$s_name ON part_%1$s (name)', t) FROM generate_series(1, :tables) AS t \gexec
COMMIT;
