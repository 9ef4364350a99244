-- Many small tables. psql -v scale=1 makes 2,000.
SELECT (2000 * :scale)::integer AS tables \gset
BEGIN;
SELECT format('CREATE TABLE port_%s (id integer PRIMARY KEY, name text NOT NULL, depth numeric, opened timestamptz)', lpad(t::text, 5, '0'))
FROM generate_series(1, :tables) AS t \gexec
SELECT format(
    'INSERT INTO port_%s SELECT i, md5((i * %s)::text), i / 7.0, timestamptz ''2000-01-01 00:00:00+00'' + i * interval ''1 hour'' FROM generate_series(1, 100) AS i',
    lpad(t::text, 5, '0'), t)
FROM generate_series(1, :tables) AS t \gexec
SELECT format('CREATE INDEX port_%1$s_name ON port_%1$s (name)', lpad(t::text, 5, '0'))
FROM generate_series(1, :tables) AS t \gexec
COMMIT;
