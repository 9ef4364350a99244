-- Equal tables. psql -v scale=1 makes 64 of 10 MB each.
BEGIN;
SELECT format('CREATE TABLE crate_%s (id integer PRIMARY KEY, mark text NOT NULL)', lpad(t::text, 2, '0'))
FROM generate_series(1, 64) AS t \gexec
SELECT format(
    'INSERT INTO crate_%s SELECT i, md5((i * %s)::text) || md5(i::text) || repeat(''x'', 850) FROM generate_series(1, %s) AS i',
    lpad(t::text, 2, '0'), t, (10500 * :scale)::integer)
FROM generate_series(1, 64) AS t \gexec
COMMIT;
